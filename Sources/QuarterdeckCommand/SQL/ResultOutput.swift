import Failures
import Glibc
import LocalFiles

/// Where results go: standard output, or a file that is there when it is complete.
final class ResultOutput: Sendable {
    let descriptor: Int32
    let isTerminal: Bool
    private let temporary: String?
    private let path: String?

    /// Standard output, or a new file beside `file` which takes its place in the end.
    init(file: String?) throws(Failure) {
        path = file
        guard let file else {
            temporary = nil
            descriptor = STDOUT_FILENO
            isTerminal = isatty(STDOUT_FILENO) == 1
            return
        }
        isTerminal = false
        var status = stat()
        if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            // A device, a pipe: there is nothing to replace.
            descriptor = open(file, O_WRONLY | O_CLOEXEC)
            temporary = nil
        } else {
            let name = "\(file).\(UInt64.random(in: .min ... .max)).part"
            descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            temporary = name
        }
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "cannot create \(file)", why: SystemError.text(errno), next: "-o FILE in another place")
        }
    }

    /// Writes all bytes; answers 0 or an errno value.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        StandardOutput.writeAll(bytes, to: descriptor)
    }

    /// Puts the file in its place.
    func finish() throws(Failure) {
        guard let path else { return }
        guard close(descriptor) == 0, temporary.map({ rename($0, path) == 0 }) ?? true else {
            throw Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(errno))
        }
    }

    /// Removes what was written so far.
    func discard() {
        guard let temporary else { return }
        unlink(temporary)
    }
}

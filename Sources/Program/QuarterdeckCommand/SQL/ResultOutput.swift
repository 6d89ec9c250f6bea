import Failures
import Glibc
import LocalFiles

/// Where results go: standard output, or a file that is there when it is complete.
final class ResultOutput: Sendable {
    let descriptor: Int32
    let isTerminal: Bool
    private let temporary: String?
    private let path: String?

    /// Standard output, or a new file beside `file` which takes its place in the end. What is not a regular file, a
    /// device or a pipe, is written as it is.
    init(file: String?) throws(Failure) {
        guard let file, file != "-", !Self.standsForOutput(file) else {
            (path, temporary) = (nil, nil)
            descriptor = STDOUT_FILENO
            isTerminal = isatty(STDOUT_FILENO) == 1
            return
        }
        isTerminal = false
        var status = stat()
        let exists = stat(file, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            (path, temporary) = (file, nil)
            descriptor = open(file, O_WRONLY | O_CLOEXEC)
        } else {
            // A link stays, and what it leads to is replaced.
            let target = FilePath.resolved(file) ?? file
            let name = "\(target).\(UInt64.random(in: .min ... .max)).part"
            (path, temporary) = (target, name)
            descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? 0o600 : 0o666)
            if descriptor >= 0, exists { fchmod(descriptor, status.st_mode & 0o7777) }
        }
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "cannot create \(file)", why: SystemError.text(errno), next: "-o FILE in another place")
        }
    }

    private static func standsForOutput(_ file: String) -> Bool {
        ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(file)
    }

    /// Writes all bytes; answers 0 or an errno value.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        StandardOutput.writeAll(bytes, to: descriptor)
    }

    /// Puts the file in its place; one that is not whole beside it.
    func finish(isWhole: Bool = true) throws(Failure) {
        guard var path else { return }
        if !isWhole, temporary != nil {
            path += ".partial"
            ErrorReport.note("what came is in \(path)")
        }
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

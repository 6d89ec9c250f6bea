import BlockingExecutor
import CPlatform
import Failures
import Glibc
import LocalFiles
import SQLCore

/// SQL, and data in it, that several runs read, each from its beginning. What can be read only once is kept in a file
/// without a name.
final class SharedInput: Sendable {
    private let directory: String
    /// Standard input as a file that can be read again, once somebody has asked for it.
    private let standardInput = Locked<Int32?>(nil)

    /// - Parameter directory: Where the file is made.
    init(directory: String) {
        self.directory = directory
    }

    /// The same source once more, read by nobody yet.
    ///
    /// - Throws: A `Failure` when it cannot be read or kept.
    func again(_ source: ScriptSource) throws(Failure) -> ScriptSource {
        guard case .file(let descriptor) = source.content else { return source }
        let original = descriptor == STDIN_FILENO ? try keptInput() : descriptor
        let copy = try reopened(original, source)
        return ScriptSource(content: .file(copy), name: source.name, directory: source.directory)
    }

    private func reopened(_ descriptor: Int32, _ source: ScriptSource) throws(Failure) -> Int32 {
        let copy = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        guard copy >= 0 else {
            throw Failure(
                .inputOutput, "cannot read \(source.name ?? "the SQL") for several clusters",
                why: SystemError.text(errno))
        }
        let start = lseek(descriptor, 0, SEEK_CUR)
        if start > 0 { lseek(copy, start, SEEK_SET) }
        return copy
    }

    private func keptInput() throws(Failure) -> Int32 {
        var problem: Failure?
        let descriptor = standardInput.withLock { kept -> Int32 in
            if let kept { return kept }
            do throws(Failure) {
                let descriptor = try Self.isFile(STDIN_FILENO) ? STDIN_FILENO : keep(STDIN_FILENO)
                kept = descriptor
                return descriptor
            } catch {
                problem = error
                return -1
            }
        }
        if let problem { throw problem }
        return descriptor
    }

    private static func isFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Copies all that comes into a file without a name.
    private func keep(_ source: Int32) throws(Failure) -> Int32 {
        let file = qd_open_unnamed_file(directory)
        guard file >= 0 else {
            throw Failure(
                .cannotCreate, "cannot keep standard input for several clusters", why: SystemError.text(-file),
                next: "-f FILE instead, or a directory to write to in TMPDIR")
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            let code =
                count < 0
                ? errno
                : buffer.withUnsafeBytes { bytes in
                    StandardOutput.writeAll(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: file)
                }
            guard code == 0 else {
                close(file)
                throw Failure(
                    .inputOutput, "cannot keep standard input for several clusters", why: SystemError.text(code))
            }
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}

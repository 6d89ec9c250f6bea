public import Failures
import Glibc
public import Threads

/// A file to which a result is appended completely or not at all. A FIFO or a device is written to directly. Calls may
/// block.
public final class AppendedFile: Sendable {
    private let path: String
    private let file: WaitingFile?
    private let descriptor: Int32
    private let size: off_t

    /// Opens the file. A missing file is created with mode 0600.
    ///
    /// - Parameter stop: Raised to stop waiting for a FIFO's reader.
    /// - Throws: A `Failure` with status `cannotCreate`.
    public init(_ path: String, stop: WakeSignal) throws(Failure) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
            (descriptor, size) = (-1, 0)
            file = .writing(path, stop: stop)
            return
        }
        file = nil
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw Failure(
                .cannotCreate, "cannot write to \(path)", why: SystemError.text(errno), next: "choose another place")
        }
        size = status.st_size
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes bytes at the end.
    ///
    /// - Throws: A `Failure`.
    public func write(_ bytes: [UInt8]) throws(Failure) {
        if let file { return try file.write(bytes) }
        let code = WholeWrite.write(bytes, to: descriptor)
        guard code == 0 else { throw SystemError.failedWrite(to: path, code) }
    }

    /// Removes what was appended.
    public func takeBack() {
        if descriptor >= 0 { ftruncate(descriptor, size) }
    }
}

import CPlatform
public import Failures
import Glibc
public import Threads

/// The target of a result that the user named. A regular file gets its name when the result is complete, and
/// `NAME.partial` otherwise. An existing FIFO or device is written to directly. Calls may block.
public final class FileTarget: Sendable {
    private enum Way: Sendable {
        case asItIs(WaitingFile)
        case whenComplete(UnnamedFile, name: String)
    }

    private let path: String
    private let way: Way
    private let stop: WakeSignal
    private let count = Locked(0)

    /// Opens the target. A symbolic link is followed, also to a file that does not exist yet; at the end
    /// the file that it points to is replaced.
    ///
    /// - Parameters:
    ///   - mode: The mode of a new file, before the umask; an existing file keeps its own.
    ///   - stop: Raised to stop waiting for a FIFO's reader.
    /// - Throws: A `Failure` with status `cannotCreate`.
    public init(_ path: String, mode: UInt32 = 0o600, stop: WakeSignal) throws(Failure) {
        self.stop = stop
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
            self.path = path
            way = .asItIs(.writing(path, stop: stop))
            return
        }
        let target = FilePath.followed(path)
        self.path = target
        let (folder, name) = FilePath.parent(of: target)
        guard !name.isEmpty, !exists || status.st_mode & S_IFMT == S_IFREG else {
            throw Self.refusal(path, "it is a directory")
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Self.refusal(path, SystemError.text(errno)) }
        defer { close(directory) }
        switch UnnamedFile.make(in: directory, mode: exists ? 0o600 : mode) {
        case .failure(let code): throw Self.refusal(path, SystemError.text(code.number))
        case .success(let file):
            if exists { _ = fchmod(file.descriptor, status.st_mode & 0o7777) }
            way = .whenComplete(file, name: name)
        }
    }

    /// Whether nothing was written.
    public var isEmpty: Bool { count.withLock { $0 == 0 } }

    /// Whether the file gets its name only when it is complete.
    public var isFile: Bool { if case .whenComplete = way { true } else { false } }

    /// Whether the target is a FIFO without a reader yet.
    public var isWaiting: Bool { if case .asItIs(let file) = way { !file.isOpen } else { false } }

    /// Writes bytes at the end.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func write(_ bytes: [UInt8]) throws(Failure) {
        count.withLock { $0 += bytes.count }
        guard case .whenComplete(let file, _) = way else {
            if case .asItIs(let file) = way { try file.write(bytes) }
            return
        }
        let code = WholeWrite.write(bytes, to: file.descriptor)
        guard code == 0 else {
            throw Failure(
                .inputOutput, "cannot write \(path)", why: SystemError.text(code),
                next: "make room, or choose another disk")
        }
    }

    /// Writes bytes at the end; returns 0 or an errno value.
    public func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard case .whenComplete(let file, _) = way else {
            if case .asItIs(let file) = way { return file.write(bytes) }
            return EIO
        }
        count.withLock { $0 += bytes.count }
        return WholeWrite.write(bytes, to: file.descriptor)
    }

    /// Names the file: with its own name when it is whole, otherwise with `NAME.partial`, unless nothing was written.
    ///
    /// - Returns: The path of the partial file.
    public func finish(isWhole: Bool) throws(Failure) -> String? {
        guard case .whenComplete(let file, let name) = way else { return nil }
        if isWhole {
            let code = file.place(as: name, replaces: true)
            guard code == 0 else { throw Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(code)) }
            return nil
        }
        guard !isEmpty else { return nil }
        let code = file.place(as: name + ".partial", replaces: true)
        guard code == 0 else {
            throw Failure(.inputOutput, "cannot write \(path).partial", why: SystemError.text(code))
        }
        return path + ".partial"
    }

    private static func refusal(_ path: String, _ reason: String) -> Failure {
        Failure(.cannotCreate, "cannot create \(path)", why: reason, next: "choose another place")
    }
}

import CPlatform
public import Failures
import Glibc
public import Threads

/// Where a user has a result written: a file that has its name when it is complete, and `NAME.partial` when it is not;
/// or a FIFO or a device that is there, written to as it is. All of it may block.
public final class FileTarget: Sendable {
    private enum Way: Sendable {
        case asItIs(WaitingFile)
        case whenComplete(UnnamedFile, name: String)
    }

    private let path: String
    private let way: Way
    private let stop: WakeSignal
    private let count = Locked(0)

    /// Opens it. A link is followed, and what it leads to is replaced in the end.
    ///
    /// - Parameters:
    ///   - mode: Of a file that is not there yet, before the umask; one that is there keeps its own.
    ///   - stop: Raised when a FIFO's reader is no longer to be waited for.
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
        let target = FilePath.resolved(path) ?? path
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

    /// Whether anything was written.
    public var isEmpty: Bool { count.withLock { $0 == 0 } }

    /// Whether it has its name only when it is complete.
    public var isFile: Bool { if case .whenComplete = way { true } else { false } }

    /// Whether a FIFO's reader is still waited for.
    public var isWaiting: Bool { if case .asItIs(let file) = way { !file.isOpen } else { false } }

    /// Writes bytes at the end.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when a reader was no longer to be waited for.
    public func write(_ bytes: [UInt8]) throws(Failure) {
        count.withLock { $0 += bytes.count }
        guard case .whenComplete(let file, _) = way else {
            if case .asItIs(let file) = way { try file.write(bytes) }
            return
        }
        let code = bytes.withUnsafeBytes { Self.write($0, to: file.descriptor) }
        guard code == 0 else {
            throw Failure(
                .inputOutput, "cannot write \(path)", why: SystemError.text(code),
                next: "make room, or choose another disk")
        }
    }

    /// The same for bytes elsewhere; answers 0 or an errno value.
    public func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard case .whenComplete(let file, _) = way else {
            if case .asItIs(let file) = way { return file.write(bytes) }
            return EIO
        }
        count.withLock { $0 += bytes.count }
        return Self.write(bytes, to: file.descriptor)
    }

    /// Gives the file its name: its own when it is whole, else that of a part, unless nothing was written.
    ///
    /// - Returns: The path of the part.
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

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return errno }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
    }

    private static func refusal(_ path: String, _ reason: String) -> Failure {
        Failure(.cannotCreate, "cannot create \(path)", why: reason, next: "choose another place")
    }
}

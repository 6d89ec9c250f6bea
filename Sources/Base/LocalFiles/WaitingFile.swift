import CPlatform
public import Failures
import Glibc
public import Threads

/// A file that its reader or writer may have to wait for: a FIFO whose other end is not open yet, a file server that does
/// not answer. Opening, reading and writing block until there is something to tell or `stop` is raised; a file server
/// that hangs is not even stopped by that. So: on threads of their own alone.
public final class WaitingFile: Sendable {
    private let path: String
    private let stop: WakeSignal
    private let open: @Sendable () throws(Failure) -> Int32
    private let descriptor = Locked<Int32>(-1)

    private init(_ path: String, stop: WakeSignal, open: @escaping @Sendable () throws(Failure) -> Int32) {
        self.path = path
        self.stop = stop
        self.open = open
    }

    deinit {
        let number = descriptor.withLock { $0 }
        if number >= 0 { close(number) }
    }

    /// A file to read, opened by the first call of `read`.
    public static func reading(_ path: String, stop: WakeSignal) -> WaitingFile {
        WaitingFile(path, stop: stop) { () throws(Failure) in
            let number = qd_open_for_reading(path)
            guard number >= 0 else { throw unreadable(path, SystemError.text(-number), isAbsent: number == -ENOENT) }
            var status = stat()
            if fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                close(number)
                throw unreadable(path, "it is a directory")
            }
            return number
        }
    }

    /// A file that is there and no regular one, to write to: a FIFO, a terminal, `/dev/null`.
    public static func writing(_ path: String, stop: WakeSignal) -> WaitingFile {
        WaitingFile(path, stop: stop) { () throws(Failure) in
            while true {
                let number = Glibc.open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
                if number >= 0 { return number }
                guard errno == ENXIO || errno == EINTR else {
                    throw Failure(
                        .cannotCreate, "cannot write to \(path)", why: SystemError.text(errno),
                        next: "choose another place")
                }
                // Nothing tells when a reader has come.
                if stop.wait(milliseconds: 50) { throw interrupted(path) }
            }
        }
    }

    /// The next bytes, some 64 KiB at most; nil at the end.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func read() throws(Failure) -> [UInt8]? {
        let number = try opened()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // Asked first: a FIFO that nobody writes to yet would read as one that has ended.
            try wait(number, POLLIN)
            let count = Glibc.read(number, &buffer, buffer.count)
            if count > 0 { return [UInt8](buffer[..<count]) }
            if count == 0 { return nil }
            guard errno == EAGAIN || errno == EINTR else { throw Self.unreadable(path, SystemError.text(errno)) }
        }
    }

    /// All that is to be read.
    ///
    /// - Throws: A `Failure`, also when there are more bytes than `limit`.
    public func readAll(limit: Int) throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try read() {
            all += bytes
            guard all.count <= limit else {
                throw Failure(
                    .badData, "\(path) is too large", why: "at most \(limit) bytes of it are read",
                    next: "give a smaller file")
            }
        }
        return all
    }

    /// Writes all bytes.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func write(_ bytes: [UInt8]) throws(Failure) {
        let number = try opened()
        let code = bytes.withUnsafeBytes { write($0, to: number) }
        if code == ECANCELED { throw Self.interrupted(path) }
        guard code == 0 else {
            throw Failure(.inputOutput, "cannot write to \(path)", why: SystemError.text(code))
        }
    }

    /// The same for bytes elsewhere; answers 0 or an errno value, `ECANCELED` when `stop` was raised.
    public func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        do throws(Failure) {
            return write(bytes, to: try opened())
        } catch {
            return error.status == .interrupted ? ECANCELED : EIO
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to number: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            if qd_wait(number, Int16(POLLOUT), stop.descriptor, -1) == 2 { return ECANCELED }
            let count = Glibc.write(number, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EAGAIN, errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Whether the other end is there.
    public var isOpen: Bool { descriptor.withLock { $0 >= 0 } }

    private func opened() throws(Failure) -> Int32 {
        let known = descriptor.withLock { $0 }
        if known >= 0 { return known }
        let number = try open()
        descriptor.withLock { $0 = number }
        return number
    }

    private func wait(_ number: Int32, _ events: Int32) throws(Failure) {
        if qd_wait(number, Int16(events), stop.descriptor, -1) == 2 { throw Self.interrupted(path) }
    }

    private static func interrupted(_ path: String) -> Failure {
        Failure(.interrupted, "cancelled while waiting for \(path)")
    }

    private static func unreadable(_ path: String, _ reason: String, isAbsent: Bool = false) -> Failure {
        if isAbsent { return Failure(.noInput, "there is no file \(path)", next: "check the name") }
        return Failure(.noInput, "cannot read \(path)", why: reason, next: "name a file that you may read")
    }
}

extension WaitingFile {
    /// What a file holds, without waiting longer than until `stop` is raised, whatever file system it is on.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public static func contents(of path: String, limit: Int, stop: WakeSignal) throws(Failure) -> [UInt8] {
        let pieces = PulledValues<Result<[UInt8], Failure>> {
            do throws(Failure) {
                return .success(try WaitingFile.reading(path, stop: stop).readAll(limit: limit))
            } catch {
                return .failure(error)
            }
        }
        guard let pieces else { throw .noThread }
        defer { pieces.stop() }
        guard case .value(let outcome) = pieces.next(unless: stop) else { throw interrupted(path) }
        return try outcome.get()
    }

    /// The next of the pieces, waiting no longer than until `stop` is raised; nil at the end.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func next(of pieces: PulledValues<Result<[UInt8], Failure>>) throws(Failure) -> [UInt8]? {
        switch pieces.next(unless: stop) {
        case .value(let piece): return try piece.get()
        case .end: return nil
        case .notYet: throw Self.interrupted(path)
        }
    }

    /// What is read, on a thread of its own that whoever takes it can leave behind; to be stopped in the end.
    public func pieces() throws(Failure) -> PulledValues<Result<[UInt8], Failure>> {
        let pieces = PulledValues<Result<[UInt8], Failure>> { [self] in
            do throws(Failure) {
                return try read().map { .success($0) }
            } catch {
                return .failure(error)
            }
        }
        guard let pieces else { throw .noThread }
        return pieces
    }
}

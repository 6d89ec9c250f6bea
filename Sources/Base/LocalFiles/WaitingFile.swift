import CPlatform
public import Failures
import Glibc
public import Threads

/// A file whose reader or writer may have to wait: a FIFO whose other end is not open yet, or a file on a slow file
/// server. Opening, reading and writing block until they succeed or `stop` is raised. Even `stop` does not interrupt a
/// file server that hangs, so use this only on a separate thread.
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

    /// A file to read; the first call of `read` opens it.
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

    /// An existing file that is not regular, to write to: a FIFO, a terminal, `/dev/null`.
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
                // The kernel has no event for a new reader, so this polls.
                if stop.wait(milliseconds: 50) { throw interrupted(path) }
            }
        }
    }

    /// The next bytes, at most about 64 KiB; nil at the end.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func read() throws(Failure) -> [UInt8]? {
        let number = try opened()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // Poll first: a FIFO without a writer would read as end of file.
            try wait(number, POLLIN)
            let count = Glibc.read(number, &buffer, buffer.count)
            if count > 0 { return [UInt8](buffer[..<count]) }
            if count == 0 { return nil }
            guard errno == EAGAIN || errno == EINTR else { throw Self.unreadable(path, SystemError.text(errno)) }
        }
    }

    /// Reads to the end.
    ///
    /// - Throws: A `Failure`, also when there are more than `limit` bytes.
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

    /// Writes bytes; returns 0 or an errno value, `ECANCELED` when `stop` was raised.
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

    /// Whether the other end is open.
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
    /// The content of a file on any file system; the call ends when `stop` is raised.
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

    /// The next of the pieces; nil at the end. The call ends when `stop` is raised.
    ///
    /// - Throws: A `Failure`; with status `interrupted` when `stop` was raised.
    public func next(of pieces: PulledValues<Result<[UInt8], Failure>>) throws(Failure) -> [UInt8]? {
        switch pieces.next(unless: stop) {
        case .value(let piece): return try piece.get()
        case .end: return nil
        case .notYet: throw Self.interrupted(path)
        }
    }

    /// Reads the file on a thread of its own, so that a caller need not wait for it. Stop the values at the end.
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

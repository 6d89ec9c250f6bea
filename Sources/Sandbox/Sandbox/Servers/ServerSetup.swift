import CPlatform
import CSandboxData
import Failures
import Glibc
import LocalFiles

/// The context for starting the servers: programs, account, paths, and the children so far.
final class ServerSetup {
    let programs: ServerPrograms
    let account: ServerAccount
    let paths: SandboxPaths
    private(set) var children: [ServiceProcess] = []
    /// Descriptors that every child inherits.
    var inherited: [Int32]
    /// The end of the time limit for the start, in seconds of the system's uptime.
    private let deadline: Int
    private static let longestStart = 120

    init(programs: ServerPrograms, account: ServerAccount, paths: SandboxPaths) {
        self.programs = programs
        self.account = account
        self.paths = paths
        inherited = paths.inherited
        deadline = Self.uptime + Self.longestStart
    }

    private static var uptime: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec
    }

    /// Starts a child with the servers' account, or with the supervisor's own.
    func start(_ request: ServiceProcess.Request, asSelf: Bool = false) throws(Failure) -> ServiceProcess {
        let child = try ServiceProcess(request, as: asSelf ? account.itself : account, inheriting: inherited)
        children.removeAll { $0.ended() != nil }
        children.append(child)
        return child
    }

    /// Ends all children, first by a gentle signal, so that they remove what they created outside their files.
    func endAll() {
        for signal in [SIGTERM, SIGKILL] {
            for child in children { child.sendToGroup(signal) }
            for _ in 0..<400 where children.contains(where: { $0.ended() == nil }) { poll(nil, 0, 5) }
        }
    }

    /// Waits until `isDone` is true; checks after every signal and every few milliseconds.
    ///
    /// - Throws: A `Failure` when the supervisor must stop meanwhile.
    func wait(until isDone: () throws(Failure) -> Bool) throws(Failure) {
        while try !isDone() {
            let signal = qd_take_signal(5)
            if signal != 0, signal != SIGCHLD {
                throw Failure(.interrupted, "stopped while the sandbox was starting")
            }
            if Self.uptime > deadline {
                throw Failure(
                    .temporary, "the sandbox did not start within \(Self.longestStart) seconds",
                    why: "its logs are in \(paths.data)/log", next: "quarterdeck sandbox down, then up again")
            }
        }
    }

    /// Runs a tool to its end.
    ///
    /// - Throws: A `Failure` with the first error in its log.
    func run(_ request: ServiceProcess.Request, asSelf: Bool = false) throws(Failure) {
        let child = try start(request, asSelf: asSelf)
        try wait { child.ended() != nil }
        guard child.ended() == 0 else {
            throw Failure(.unavailable, "\(child.name) failed", why: child.cause)
        }
    }

    /// A file built into the program, with its placeholders replaced.
    func embedded(_ name: String, _ values: [String: String] = [:]) -> String {
        let file = qd_embedded_file(name)
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
        return values.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    /// Writes a file for the servers, in a directory that they cannot change.
    func write(_ text: String, to name: String) throws(Failure) {
        let path = paths.own(name)
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failed(path) }
        defer { close(descriptor) }
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.base.baseAddress.map { $0 + rest.startIndex }, rest.count)
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        guard isWritten, !account.isOther || fchown(descriptor, account.user, account.group) == 0 else {
            throw failed(path)
        }
    }

    /// The first line of one of the sandbox's files; nil when there is none.
    func mark(_ name: String) -> String? {
        guard let bytes = try? BoundedFile.read(paths.own(name), limit: 1 << 12) else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { access(paths.own(name), F_OK) == 0 }

    private func failed(_ path: String) -> Failure {
        Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(errno))
    }
}

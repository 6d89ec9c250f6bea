import CPlatform
import CSandboxData
import Failures
import Glibc
import LocalFiles

/// What starting the servers takes: programs, account, paths, and the children started so far.
final class Workshop {
    let programs: ServerPrograms
    let account: ServerAccount
    let paths: SandboxPaths
    private(set) var children: [ServiceProcess] = []
    /// Descriptors that every child inherits.
    var inherited: [Int32]
    /// The signal by which someone asked the supervisor to stop.
    private(set) var stopSignal: Int32?

    init(programs: ServerPrograms, account: ServerAccount, paths: SandboxPaths) {
        self.programs = programs
        self.account = account
        self.paths = paths
        inherited = paths.inherited
    }

    func start(_ request: ServiceProcess.Request) throws(Failure) -> ServiceProcess {
        let child = try ServiceProcess(request, as: account, inheriting: inherited)
        children.append(child)
        return child
    }

    /// Waits until `isDone`, looking again at every signal and every few milliseconds.
    ///
    /// - Throws: A `Failure` when the supervisor is asked to stop meanwhile.
    func wait(until isDone: () throws(Failure) -> Bool) throws(Failure) {
        while try !isDone() {
            let signal = qd_take_signal(5)
            if signal != 0, signal != SIGCHLD {
                stopSignal = signal
                throw Failure(.interrupted, "stopped while the sandbox was starting")
            }
        }
    }

    /// Runs a tool to its end.
    ///
    /// - Throws: A `Failure` with the first error in its log.
    func run(_ request: ServiceProcess.Request) throws(Failure) {
        let child = try start(request)
        try wait { child.ended() != nil }
        guard child.ended() == 0 else {
            throw Failure(.unavailable, "\(child.name) failed", why: ServerLog.cause(request.log))
        }
    }

    /// One of the files that are built into the program, with its placeholders filled in.
    func embedded(_ name: String, _ values: [String: String] = [:]) -> String {
        let file = qd_embedded_file(name)
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
        return values.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    /// Writes a file of the servers'.
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
        guard isWritten else { throw failed(path) }
        account.own(path)
    }

    func exists(_ name: String) -> Bool { access(paths.own(name), F_OK) == 0 }

    private func failed(_ path: String) -> Failure {
        Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(errno))
    }
}

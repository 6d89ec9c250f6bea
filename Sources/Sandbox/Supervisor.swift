import CPlatform
public import Failures
import Glibc
import LocalFiles
import Timestamps

/// The process that a sandbox is: parent of both servers, verifier of their logins, local AWS.
///
/// All children are started by the thread that runs it, with whose end the kernel ends them.
public final class Supervisor {
    private let state: String
    private let fault: FaultPlan?
    private let door: String
    private let report: (String) -> Bool
    private var fronts: [Front] = []

    /// A supervisor of the sandbox in `state`.
    ///
    /// - Parameters:
    ///   - state: An absolute path.
    ///   - fault: What to put wrong.
    ///   - door: The path of the servers' library.
    ///   - report: Told what is being done; answers false when no one listens any more.
    public init(state: String, fault: FaultPlan?, door: String, report: @escaping (String) -> Bool) {
        self.state = state
        self.fault = fault
        self.door = door
        self.report = report
    }

    /// Starts the sandbox, reports it by calling `isUp`, and returns when it was asked to stop and has stopped.
    ///
    /// - Throws: A `Failure` when it cannot be started, or when a server ends by itself; nothing runs any more then.
    public func run(isUp: (SandboxDescription) -> Void) throws(Failure) {
        qd_block_supervision_signals()
        let programs = try ServerPrograms(path: String(cString: getenv("PATH") ?? strdup("/usr/bin:/bin")))
        let account = try ServerAccount()
        let paths = SandboxPaths(state: state, account: account)
        try paths.create(for: account)
        guard let lock = StateLock(paths.lock) else {
            throw Failure(.temporary, "the sandbox in \(state) is already up", next: "quarterdeck sandbox status")
        }
        defer { withExtendedLifetime(lock) {} }
        let workshop = Workshop(programs: programs, account: account, paths: paths)
        let old = OldServers(paths: paths)
        let serversLock = try old.waitForEnd(workshop)
        defer { close(serversLock) }
        old.removeRemains()
        workshop.inherited.append(serversLock)
        let postgreSQL = PostgreSQLServer(workshop)
        let mariaDB = MariaDBServer(workshop)
        defer { end(workshop, postgreSQL, mariaDB, old) }
        let description = try start(workshop, postgreSQL, mariaDB)
        isUp(description)
        try watch(postgreSQL, mariaDB)
    }

    private func start(
        _ workshop: Workshop, _ postgreSQL: PostgreSQLServer, _ mariaDB: MariaDBServer
    ) throws(Failure) -> SandboxDescription {
        let paths = workshop.paths
        if let free = FileTree.freeMegabytes(paths.data), free < Self.neededMegabytes {
            throw Failure(
                .cannotCreate, "\(paths.data) has \(free) MiB free", why: "a sandbox needs \(Self.neededMegabytes)",
                next: "--state DIR, with a directory on another disk")
        }
        try tell("certificates")
        try Door.install(from: door, workshop)
        try Certificates(workshop: workshop).create(fault: fault?.fault)

        let clock: @Sendable () -> Timestamp = { Timestamp(secondsSince1970: Int64(time(nil))) }
        let identities = IdentityStore()
        let log = VerifierLog(path: paths.verifierLog)
        VerifierDoor(verifier: TokenVerifier(identities), log: log, clock: clock).open(
            try Socket.listen(
                atPath: paths.servers("run/verifier.sock"), user: workshop.account.user, group: workshop.account.group))
        let (aws, awsPort) = try Socket.listenOnLoopback()
        LocalAWS(identities: identities, clock: clock).open(aws)

        try tell("MariaDB and PostgreSQL")
        try mariaDB.begin()
        try postgreSQL.start()
        try mariaDB.finish()

        var ports: [SandboxEngine: Int] = [.postgresql: postgreSQL.port, .mysql: mariaDB.port]
        if let fault, fault.fault.hasFront {
            for engine in SandboxEngine.allCases {
                let front = try Front(engine: engine, plan: fault, server: ports[engine] ?? 0, log: log, clock: clock)
                ports[engine] = front.port
                front.open()
                fronts.append(front)
            }
        }
        let files = SandboxFiles(
            paths: paths, ports: ports, awsPort: awsPort,
            processes: .init(
                supervisor: getpid(), postgresql: postgreSQL.process?.identifier ?? 0,
                mariadb: mariaDB.process?.identifier ?? 0), fault: fault?.fault)
        try files.write(identities: identities, now: clock())
        return files.description
    }

    /// Returns when a signal asks to stop.
    private func watch(_ postgreSQL: PostgreSQLServer, _ mariaDB: MariaDBServer) throws(Failure) {
        while true {
            let signal = qd_take_signal(-1)
            if signal == SIGTERM || signal == SIGINT || signal == SIGHUP { return }
            for process in [postgreSQL.process, mariaDB.process].compactMap(\.self) {
                if let code = process.ended() {
                    throw Failure(.unavailable, "\(process.name) ended by itself", why: "its exit code was \(code)")
                }
            }
        }
    }

    /// Ends all children, gently first, and removes what they leave outside their files.
    private func end(
        _ workshop: Workshop, _ postgreSQL: PostgreSQLServer, _ mariaDB: MariaDBServer, _ old: OldServers
    ) {
        postgreSQL.process?.send(SIGINT)
        mariaDB.process?.send(SIGTERM)
        let servers = [postgreSQL.process, mariaDB.process].compactMap(\.self)
        var attempts = 0
        while attempts < 1_600, servers.contains(where: { $0.ended() == nil }) {
            attempts += 1
            poll(nil, 0, 5)
        }
        for child in workshop.children { child.killGroup() }
        unlink(workshop.paths.description)
        unlink(workshop.paths.own("run/verifier.sock"))
        old.removeRemains()
    }

    private func tell(_ step: String) throws(Failure) {
        guard report(step) else { throw Failure(.interrupted, "no one waits for the sandbox any more") }
    }

    private static let neededMegabytes = 500
}

import CPlatform
public import Failures
import Glibc
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The supervisor process of a sandbox: parent of both servers, verifier of their logins, local AWS.
///
/// The thread of `run` starts all children; when that thread ends, the kernel ends them.
public final class Supervisor {
    private let state: String
    private let fault: FaultPlan?
    private let door: String
    private let report: (String) -> Bool
    private var fronts: [Front] = []
    private let clock: @Sendable () -> Timestamp = { Timestamp(secondsSince1970: Int64(time(nil))) }

    /// Creates the supervisor of the sandbox in `state`.
    ///
    /// - Parameters:
    ///   - state: An absolute path.
    ///   - fault: The fault to inject.
    ///   - door: The path of the servers' library.
    ///   - report: Called with the progress; returns false when the starting command is gone.
    public init(state: String, fault: FaultPlan?, door: String, report: @escaping (String) -> Bool) {
        self.state = state
        self.fault = fault
        self.door = door
        self.report = report
    }

    /// Starts the sandbox, calls `isUp`, and returns after a requested stop.
    ///
    /// - Parameter isUp: Returns whether the sandbox is still wanted; if not, it ends at once.
    /// - Throws: A `Failure` when the start fails, or when a server ends by itself; then no process is left.
    public func run(isUp: () -> Bool) throws(Failure) {
        qd_block_supervision_signals()
        let programs = try ServerPrograms(path: getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")
        let account = try ServerAccount()
        let paths = SandboxPaths(state: state, account: account)
        let marker = SandboxMarker(state: state)
        try marker.claim()
        try marker.record(data: paths.data)
        let lock = try StateLock(paths.lock)
        guard lock.take(.supervision) else {
            throw Failure(.temporary, "another command is working on the sandbox in \(state)", next: "try again")
        }
        defer { withExtendedLifetime(lock) {} }
        // The file describes a supervisor that is gone.
        unlink(paths.description)
        try paths.create(for: account)
        let setup = ServerSetup(programs: programs, account: account, paths: paths)
        let old = OldServers(paths: paths)
        let serversLock = try old.waitForEnd()
        defer { close(serversLock) }
        old.removeRemains()
        setup.inherited.append(serversLock)
        // Before the first file of the servers is written.
        if let free = FileTree.freeMegabytes(paths.data), free < Self.neededMegabytes {
            throw Failure(
                .cannotCreate, "\(paths.data) has \(free) MiB free", why: "a sandbox needs \(Self.neededMegabytes)",
                next: "--state DIR, with a directory on another disk")
        }
        let password = try SandboxPassword(setup)
        let postgreSQL = PostgreSQLServer(setup, password: password)
        let mariaDB = MariaDBServer(setup, password: password)
        defer { end(setup, postgreSQL, mariaDB, old) }
        try start(setup, postgreSQL, mariaDB, password)
        guard isUp() else { throw Failure(.interrupted, "no one waits for the sandbox any more") }
        try watch(postgreSQL, mariaDB)
    }

    private func start(
        _ setup: ServerSetup, _ postgreSQL: PostgreSQLServer, _ mariaDB: MariaDBServer, _ password: SandboxPassword
    ) throws(Failure) {
        let paths = setup.paths
        try tell("certificates")
        try Door.install(from: door, setup)
        try Certificates(setup: setup).create(fault: fault?.fault, now: clock())

        let identities = IdentityStore()
        let people = SandboxPeople(identities: identities, now: clock())
        let log = VerifierLog(path: paths.verifierLog)
        VerifierDoor(verifier: TokenVerifier(identities), log: log, clock: clock).open(
            try Socket.listen(
                atPath: paths.servers("door/verifier.sock"), user: setup.account.user, group: setup.account.group)
        )
        let (listener, awsPort) = try Socket.listenOnLoopback()
        let aws = LocalAWS(identities: identities, password: password, log: log, clock: clock)
        aws.open(listener)

        try tell("MariaDB and PostgreSQL")
        try mariaDB.begin()
        try postgreSQL.start()
        try mariaDB.finish()
        try postgreSQL.checkDoor(token: try people.token(for: .postgresql, at: clock()))
        log.begin()

        let servers: [SandboxEngine: Int] = [.postgresql: postgreSQL.port, .mysql: mariaDB.port]
        let files = SandboxFiles(
            paths: paths, ports: try openFronts(servers, log: log), servers: servers, awsPort: awsPort,
            containerToken: aws.containerToken, webIdentityToken: aws.webIdentityToken,
            processes: .init(
                supervisor: getpid(), postgresql: postgreSQL.process?.identifier ?? 0,
                mariadb: mariaDB.process?.identifier ?? 0), fault: fault, people: people)
        try files.write()
    }

    /// Puts the fault's front before the servers, if it has one. Returns the ports to connect to.
    private func openFronts(
        _ servers: [SandboxEngine: Int], log: VerifierLog
    ) throws(Failure) -> [SandboxEngine: Int] {
        guard let fault, fault.fault.hasFront else { return servers }
        var ports = servers
        for engine in SandboxEngine.allCases {
            let front = try Front(engine: engine, plan: fault, server: servers[engine] ?? 0, log: log, clock: clock)
            ports[engine] = front.port
            front.open()
            fronts.append(front)
        }
        return ports
    }

    /// Returns when a signal requests the stop.
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

    /// Ends all children, first by a gentle signal, and removes what they leave outside their files.
    private func end(
        _ setup: ServerSetup, _ postgreSQL: PostgreSQLServer, _ mariaDB: MariaDBServer, _ old: OldServers
    ) {
        unlink(setup.paths.description)
        // SIGTERM would mean the smart shutdown to PostgreSQL, which waits for sessions.
        postgreSQL.process?.send(SIGINT)
        setup.endAll()
        unlink(setup.paths.own("door/verifier.sock"))
        old.removeRemains()
    }

    private func tell(_ step: String) throws(Failure) {
        guard report(step) else { throw Failure(.interrupted, "no one waits for the sandbox any more") }
    }

    private static let neededMegabytes = 500
}

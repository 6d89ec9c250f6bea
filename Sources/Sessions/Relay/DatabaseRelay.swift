public import Failures
public import Secrets
import SessionSetup

/// A local socket that forwards connections to a database server over verified TLS and signs in there with an IAM
/// token.
///
/// It serves programs that cannot verify a server behind a tunnel or cannot renew a token. Each client connection has
/// its own connection to the server. The relay sends the token only after it has verified that the server is the
/// expected endpoint. Source: MySQL internals, "Connection Phase"; PostgreSQL, "Frontend/Backend Protocol".
public final class DatabaseRelay: Sendable {
    private let stopSignal: StopSignal
    private let threads = RelayThreads()
    private let census: ConnectionCensus

    /// The TCP ports, in the order of the doors.
    public let ports: [Int]
    /// The paths of the Unix sockets, in the order of the doors.
    public let sockets: [String]

    /// Starts to listen. The relay does not connect to the server until a client connects; only a TCP port to a MySQL
    /// server reads the server's greeting once at the start.
    ///
    /// - Parameters:
    ///   - doors: The local addresses to listen at.
    ///   - allowsLocalFiles: Whether a MySQL server may request files from a client (`LOAD DATA LOCAL`).
    ///   - token: Returns a token for a database user. The relay calls it on one of its threads at each login, after it
    ///     has
    ///     verified the server.
    ///   - renew: Called on one of the relay's threads after the server has refused a user's password. Returns whether
    ///     `token` returns another one now; then the login is tried once more.
    ///   - report: Receives every connection failure, on one of the relay's threads, in addition to the client. The
    ///     texts
    ///     may contain text from the server.
    ///   - watch: Receives the logins and ends of connections, on their threads.
    /// - Throws: A `Failure` with status `cannotCreate`, `badConfiguration` or `temporary`.
    public convenience init(
        server: RelayedServer, doors: [RelayDoor], allowsLocalFiles: Bool = false,
        token: @escaping @Sendable (String) throws -> Secret,
        renew: @escaping @Sendable (String) -> Bool = { _ in false },
        report: @escaping @Sendable (Failure) -> Void, watch: @escaping @Sendable (RelayEvent) -> Void = { _ in }
    ) throws(Failure) {
        try self.init(
            server: server, doors: doors, allowsLocalFiles: allowsLocalFiles, limits: RelayLimits(), token: token,
            renew: renew, report: report, watch: watch)
    }

    init(
        server: RelayedServer, doors: [RelayDoor], allowsLocalFiles: Bool = false, limits: RelayLimits,
        token: @escaping @Sendable (String) throws -> Secret,
        renew: @escaping @Sendable (String) -> Bool = { _ in false },
        report: @escaping @Sendable (Failure) -> Void, watch: @escaping @Sendable (RelayEvent) -> Void = { _ in }
    ) throws(Failure) {
        guard server.isUsable else {
            throw Failure(.badConfiguration, "cannot relay to \(server.endpoint)", why: "an empty or impossible part")
        }
        let stopSignal = try StopSignal()
        self.stopSignal = stopSignal
        let secrets = LoginSecrets()
        let plan = RelayPlan(
            server: server, allowsLocalFiles: allowsLocalFiles, limits: limits,
            token: { user in
                let token = try token(user)
                secrets.add(token)
                return token
            },
            renew: renew, report: { failure in report(secrets.cleaned(failure)) }, watch: watch, stop: stopSignal,
            secrets: secrets,
            pace: ConnectionPace(perSecond: limits.connectionsPerSecond),
            authorities: TLSAuthorities(file: server.authorityFile), greeting: try KnownGreeting())
        census = plan.census
        var opened: [Opened] = []
        do throws(Failure) {
            for door in doors { opened.append(try Opened(door)) }
        } catch {
            for door in opened { door.listener.remove() }
            throw error
        }
        ports = opened.compactMap { ($0.listener as? LoopbackListener)?.port }
        sockets = opened.compactMap { ($0.listener as? PrivateListener)?.path }
        try listen(opened, plan)
    }

    /// An open listener.
    private struct Opened {
        let listener: any ConnectionListener
        let password: DoorPassword?

        init(_ door: RelayDoor) throws(Failure) {
            switch door {
            case .socket(let path): listener = try PrivateListener(path: path)
            case .inherited(let number): listener = try PrivateListener(inherited: number)
            case .port(let port, _): listener = try LoopbackListener(port: port)
            }
            password = door.password
        }

        /// The address, for messages.
        var name: String {
            if let port = (listener as? LoopbackListener)?.port { return "127.0.0.1:\(port)" }
            return (listener as? PrivateListener)?.path ?? ""
        }
    }

    /// The connections that have signed in, the oldest first.
    public var connections: [RelayedConnectionFacts] { census.shown }

    /// The number of seconds without a client; nil while one is connected.
    public var idleSeconds: Int? { census.idleSeconds }

    deinit {
        stop()
    }

    /// Removes the sockets, ends all connections and waits until all threads of the relay have ended. The wait includes
    /// running calls of `token` and `report`, so neither of them may call this function. A second call does nothing.
    public func stop() {
        stopSignal.raise()
        threads.waitForAll()
    }

    private func listen(_ opened: [Opened], _ plan: RelayPlan) throws(Failure) {
        if plan.server.engine == .mysql, opened.contains(where: { $0.password != nil }) {
            _ = threads.start(limit: .max) { plan.greeting.fetch(plan) }
        }
        for (index, door) in opened.enumerated() {
            let isRunning = threads.start(limit: .max) { [threads] in Self.serve(door, plan, threads) }
            if isRunning { continue }
            for door in opened[index...] { door.listener.remove() }
            stop()
            throw Failure(.temporary, "cannot relay to \(plan.server.endpoint)", why: "no thread could be started")
        }
    }

    private static func serve(_ door: Opened, _ plan: RelayPlan, _ threads: RelayThreads) {
        let refusals = RelayThreads()
        defer {
            door.listener.remove()
            refusals.waitForAll()
        }
        let entries = DoorEntries(
            door.name, asksForProof: door.password != nil, limits: plan.limits, report: plan.report)
        while let socket = door.listener.next(stop: plan.stop) {
            let client = PlainChannel(socket: socket)
            if let entry = entries.enter() {
                let connection = RelayedConnection(plan: plan, client: client, entry: entry, password: door.password)
                if threads.start(limit: .max, { connection.run() }) { continue }
            }
            let connection = RelayedConnection(plan: plan, client: client, entry: nil, password: door.password)
            _ = refusals.start(limit: plan.limits.refusals) { connection.refuse() }
        }
    }
}

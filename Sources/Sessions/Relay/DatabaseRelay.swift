public import Failures
public import Secrets
import SessionSetup

/// A private place that leads to a database server over verified TLS and signs in there by token.
///
/// For programs that cannot verify a server behind a tunnel, or cannot renew a token. Each of their connections is one
/// to the server; the token is sent to none that is not verified to be the server's endpoint. Source: MySQL internals,
/// "Connection Phase"; PostgreSQL, "Frontend/Backend Protocol".
public final class DatabaseRelay: Sendable {
    private let stopSignal: StopSignal
    private let threads = RelayThreads()
    private let census: ConnectionCensus

    /// The TCP ports of the doors, in their order.
    public let ports: [Int]
    /// The paths of its Unix sockets, in their order.
    public let sockets: [String]

    /// Listens at once; the server is first dialled when a client connects.
    ///
    /// - Parameters:
    ///   - doors: Where to listen.
    ///   - allowsLocalFiles: Whether a MySQL server may ask a client for files (`LOAD DATA LOCAL`).
    ///   - token: Asked for a token of a database user at each login, on a thread of the relay's, once the server is
    ///     verified.
    ///   - report: Told of every connection that failed, on a thread of the relay's; the client has been told too. The
    ///     parts may hold text of the server's.
    /// - Throws: A `Failure` with status `cannotCreate`, `badConfiguration` or `temporary`.
    public convenience init(
        server: RelayedServer, doors: [RelayDoor], allowsLocalFiles: Bool = false,
        token: @escaping @Sendable (String) throws -> Secret, report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) {
        try self.init(
            server: server, doors: doors, allowsLocalFiles: allowsLocalFiles, limits: RelayLimits(), token: token,
            report: report)
    }

    init(
        server: RelayedServer, doors: [RelayDoor], allowsLocalFiles: Bool = false, limits: RelayLimits,
        token: @escaping @Sendable (String) throws -> Secret, report: @escaping @Sendable (Failure) -> Void
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
            report: { failure in report(secrets.cleaned(failure)) }, stop: stopSignal, secrets: secrets,
            authorities: TLSAuthorities(file: server.authorityFile))
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

    /// A door that is listened at.
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
    }

    /// The connections that have signed in, the oldest first.
    public var connections: [RelayedConnectionFacts] { census.shown }

    /// For how many seconds no client has been connected; nil while one is.
    public var idleSeconds: Int? { census.idleSeconds }

    deinit {
        stop()
    }

    /// Removes the sockets and ends all connections; returns when no thread of the relay runs any more, which takes as
    /// long as a `token` or `report` that is under way. Neither of these may call it. The second call does nothing.
    public func stop() {
        stopSignal.raise()
        threads.waitForAll()
    }

    private func listen(_ opened: [Opened], _ plan: RelayPlan) throws(Failure) {
        for (index, door) in opened.enumerated() {
            let isRunning = threads.start(limit: .max) { [threads] in
                Self.serve(door, plan, threads, listeners: opened.count)
            }
            if isRunning { continue }
            for door in opened[index...] { door.listener.remove() }
            stop()
            throw Failure(.temporary, "cannot relay to \(plan.server.endpoint)", why: "no thread to be had")
        }
    }

    /// - Parameter listeners: How many threads of the relay only listen.
    private static func serve(_ door: Opened, _ plan: RelayPlan, _ threads: RelayThreads, listeners: Int) {
        defer { door.listener.remove() }
        while let socket = door.listener.next(stop: plan.stop) {
            let connection = RelayedConnection(
                plan: plan, client: PlainChannel(socket: socket), password: door.password)
            let most = plan.limits.connections + listeners
            if threads.start(limit: most, { connection.run() }) { continue }
            _ = threads.start(limit: most + plan.limits.refusals) { connection.refuse() }
        }
    }
}

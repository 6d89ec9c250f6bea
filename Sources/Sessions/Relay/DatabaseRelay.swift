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
        for door in doors { try listen(at: door, plan, listeners: doors.count) }
    }

    deinit {
        stop()
    }

    /// Removes the sockets and ends all connections; returns when no thread of the relay runs any more, which takes as
    /// long as a `token` or `report` that is under way. Neither of these may call it. The second call does nothing.
    public func stop() {
        stopSignal.raise()
        threads.waitForAll()
    }

    private func listen(at door: RelayDoor, _ plan: RelayPlan, listeners: Int) throws(Failure) {
        let listener: any ConnectionListener =
            switch door {
            case .socket(let path): try PrivateListener(path: path)
            }
        let isRunning = threads.start(limit: .max) { [threads] in
            Self.serve(listener, plan, threads, listeners: listeners)
        }
        guard isRunning else {
            listener.remove()
            throw Failure(.temporary, "cannot relay to \(plan.server.endpoint)", why: "no thread to be had")
        }
    }

    /// - Parameter listeners: How many threads of the relay only listen.
    private static func serve(
        _ listener: any ConnectionListener, _ plan: RelayPlan, _ threads: RelayThreads, listeners: Int
    ) {
        defer { listener.remove() }
        while let socket = listener.next(stop: plan.stop) {
            let connection = RelayedConnection(plan: plan, client: PlainChannel(socket: socket))
            let most = plan.limits.connections + listeners
            if threads.start(limit: most, { connection.run() }) { continue }
            _ = threads.start(limit: most + plan.limits.refusals) { connection.refuse() }
        }
    }
}

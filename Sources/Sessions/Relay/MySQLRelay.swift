public import Failures
public import Secrets
import SessionSetup

/// A private Unix socket that leads to a MySQL server over verified TLS and signs in there by token.
///
/// For programs that cannot verify a server behind a tunnel themselves: they verify the name that they dial. They
/// connect to the socket as any user with no password. Each connection is one to the server, for `server.user`; the
/// token is sent to none that is not verified to be `server.endpoint`. Source: MySQL internals, "Connection Phase".
public final class MySQLRelay: Sendable {
    private let stopSignal: StopSignal
    private let threads = RelayThreads()

    /// Listens at once; the server is first dialled when a child connects.
    ///
    /// - Parameters:
    ///   - path: Where the socket is made, at most 107 bytes, in a directory of mode 0700; nothing may stand there.
    ///   - allowsLocalFiles: Whether the server may ask a child for files (`LOAD DATA LOCAL`).
    ///   - token: Asked for a token at each login, on a thread of the relay's, once the server is verified.
    ///   - report: Told of every connection that failed, on a thread of the relay's; the child has been told too. The
    ///     parts may hold text of the server's.
    /// - Throws: A `Failure` with status `cannotCreate`, `badConfiguration` or `temporary`.
    public convenience init(
        server: Server, path: String, allowsLocalFiles: Bool = false, token: @escaping @Sendable () throws -> Secret,
        report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) {
        try self.init(
            server: server, path: path, allowsLocalFiles: allowsLocalFiles, limits: RelayLimits(), token: token,
            report: report)
    }

    init(
        server: Server, path: String, allowsLocalFiles: Bool = false, limits: RelayLimits,
        token: @escaping @Sendable () throws -> Secret, report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) {
        guard server.isUsable else {
            throw Failure(.badConfiguration, "cannot relay to \(server.endpoint)", why: "an empty or impossible part")
        }
        let stopSignal = try StopSignal()
        let listener = try PrivateListener(path: path)
        self.stopSignal = stopSignal
        let secrets = LoginSecrets()
        let plan = RelayPlan(
            server: server, allowsLocalFiles: allowsLocalFiles, limits: limits,
            token: {
                let token = try token()
                secrets.add(token)
                return token
            },
            report: { failure in report(secrets.cleaned(failure)) }, stop: stopSignal, secrets: secrets)
        let isRunning = threads.start(limit: 1) { [threads] in
            Self.accept(listener, plan, threads)
        }
        guard isRunning else {
            listener.remove()
            throw Failure(.temporary, "cannot relay to \(server.endpoint)", why: "no thread to be had")
        }
    }

    deinit {
        stop()
    }

    /// Removes the socket and ends all connections; returns when no thread of the relay runs any more, which takes as
    /// long as a `token` or `report` that is under way. Neither of these may call it. The second call does nothing.
    public func stop() {
        stopSignal.raise()
        threads.waitForAll()
    }

    private static func accept(_ listener: PrivateListener, _ plan: RelayPlan, _ threads: RelayThreads) {
        defer { listener.remove() }
        while let socket = listener.next(stop: plan.stop) {
            let child = PlainChannel(socket: socket)
            // One more for the thread that this is.
            let isRunning = threads.start(limit: plan.limits.connections + 1) {
                RelayedConnection(plan: plan, child: child).run()
            }
            if isRunning { continue }
            let refusal = ErrorPacket(
                code: ErrorPacket.tooManyConnections,
                text: "Quarterdeck: more than \(plan.limits.connections) connections")
            try? Packets(channel: child, stop: plan.stop).write(
                refusal.payload(isFirst: true), sequence: 0, milliseconds: 0)
        }
    }
}

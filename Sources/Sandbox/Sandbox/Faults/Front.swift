import Failures
import Threads
import Timestamps

/// A front before a server, on its own loopback port.
struct Front: Sendable {
    let port: Int
    private let listener: Socket
    private let engine: SandboxEngine
    private let plan: FaultPlan
    private let server: Int
    private let log: VerifierLog
    private let clock: @Sendable () -> Timestamp

    init(
        engine: SandboxEngine, plan: FaultPlan, server: Int, log: VerifierLog,
        clock: @escaping @Sendable () -> Timestamp
    ) throws(Failure) {
        (listener, port) = try Socket.listenOnLoopback()
        self.engine = engine
        self.plan = plan
        self.server = server
        self.log = log
        self.clock = clock
    }

    /// Accepts clients from now on, each on a thread of its own.
    func open() {
        DetachedThread.start { [self] in
            let turnstile = Turnstile(capacity: 128)
            while let client = listener.accept(timeout: plan.fault.stealsTokens ? 10 : 0) {
                turnstile.pass { receive(client) }
            }
        }
    }

    private func receive(_ client: Socket) {
        switch plan.fault {
        case .slow: Relay(client: client, server: server, pause: 100, byteCount: .max).run()
        case .dies: Relay(client: client, server: server, pause: 0, byteCount: plan.byteCount).run()
        case .noTLS, .stripped:
            let rogue =
                switch engine {
                case .postgresql: RoguePostgreSQL.talk(client)
                case .mysql: RogueMySQL.talk(client, greetingOf: plan.fault == .stripped ? server : nil)
                }
            let verdict = TokenVerifier.Verdict(
                isAccepted: false,
                reason: rogue.passwordByteCount > 0
                    ? "sent without TLS to a rogue server" : "nothing was sent to the rogue server",
                accessKeyID: nil)
            log.add(engine: engine, user: rogue.user, tokenByteCount: rogue.passwordByteCount, verdict, at: clock())
        case .selfSigned, .wrongName, .expired: break
        }
    }
}

/// The bytes that a client sent to a rogue server.
struct CapturedBytes {
    var user = ""
    var passwordByteCount = 0
}

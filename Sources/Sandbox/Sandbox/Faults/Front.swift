import Failures
import Threads
import Timestamps

/// Someone who stands in front of a server, on a loopback port of his own.
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

    /// Receives clients from now on, each on a thread of its own.
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
                reason: rogue.passwordByteCount > 0 ? "sent without TLS to a thief" : "nothing was sent to a thief",
                accessKeyID: nil)
            log.add(engine: engine, user: rogue.user, tokenByteCount: rogue.passwordByteCount, verdict, at: clock())
        case .selfSigned, .wrongName, .expired: break
        }
    }
}

/// What a thief was told.
struct CapturedBytes {
    var user = ""
    var passwordByteCount = 0
}

import Failures
import Secrets
import SessionSetup

/// Opens a session on the server for a client. The client receives the response after the login has succeeded.
struct PostgreSQLLogin {
    let plan: RelayPlan
    private(set) var client: Packets
    let startup: StartupPacket
    /// The password that the client must prove first.
    let proof: OwedProof?
    /// The client's cancel key, after the login.
    private(set) var ownKey: CancelKeys.Key?
    /// Whether the server has refused the password itself.
    private var wasWrongPassword = false

    init(plan: RelayPlan, client: Packets, startup: StartupPacket, proof: OwedProof?) {
        self.plan = plan
        self.client = client
        self.startup = startup
        self.proof = proof
    }

    private var server: RelayedServer { plan.server }
    private var limits: RelayLimits { plan.limits }

    /// Returns the server connection of the client's session.
    mutating func run() throws(RelayEnd) -> TLSChannel {
        if let proof {
            let door = ScramDoor(password: proof.password, packets: client, plan: plan)
            try door.check(startup.value("user").map { String($0.prefix(80)) } ?? "")
            proof.entry.prove()
            client.until = nil
        }
        let user = try user()
        guard !startup.asksForReplication else {
            throw unfit(
                .unsupported, "no replication connection can be opened with an IAM token",
                hint: "use a user with a password for it, or the RDS snapshot and export commands")
        }
        let (opened, negotiated) = try enter(user)
        try tell(negotiated + ProtocolMessage("R", [0, 0, 0, 0]).bytes)
        try begin(opened)
        return opened.channel
    }

    /// Signs in; once more with another password, if the server refuses the first one and it was rotated.
    private mutating func enter(_ user: String) throws(RelayEnd) -> (PostgreSQLServer, [UInt8]) {
        do throws(RelayEnd) {
            return try enterOnce(user)
        } catch {
            guard wasWrongPassword, plan.renew(user) else { throw error }
        }
        return try enterOnce(user)
    }

    private mutating func enterOnce(_ user: String) throws(RelayEnd) -> (PostgreSQLServer, [UInt8]) {
        wasWrongPassword = false
        let opened = try PostgreSQLServer(plan)
        let hello = startup.bytes(
            user: user, database: server.database, applicationName: "quarterdeck", identity: server.identity,
            isReadOnly: server.isReadOnly && server.takesOptions)
        try serverStep { () throws(PacketProblem) in
            try opened.packets.write(messages: hello, milliseconds: limits.login)
        }
        return (opened, try authenticate(opened, user))
    }

    private func user() throws(RelayEnd) -> String {
        guard let user = startup.value("user"), !user.isEmpty else {
            throw unfit(.accessDenied, "the client names no database user", hint: "name \(server.user)")
        }
        guard server.allows(user) else {
            let asked = String(user.prefix(80))
            throw unfit(
                .accessDenied, "this place signs in as \(server.user), not as \(asked)",
                hint: "name \(server.user) as the user, or list \(asked) under users in the profile file")
        }
        return user
    }

    // MARK: Authentication

    /// Signs in. Returns the server's messages about the protocol version, for the client.
    private mutating func authenticate(_ opened: PostgreSQLServer, _ user: String) throws(RelayEnd) -> [UInt8] {
        let packets = opened.packets
        var negotiated: [UInt8] = []
        var hasSentToken = false
        var exchange =
            server.passwordUsers.contains(user)
            ? PostgreSQLPassword(try secret(user), user: user, binding: opened.channel.binding) : nil
        while true {
            let message = try message(packets)
            switch message.kind {
            case UInt8(ascii: "v") where negotiated.isEmpty: negotiated = message.bytes
            case UInt8(ascii: "N"): continue
            case UInt8(ascii: "E"):
                let end = refused(message, user, hasSentToken)
                wasWrongPassword = exchange != nil && hasSentToken && Self.isRefusal(message)
                throw end
            case UInt8(ascii: "R"):
                var reader = NetworkReader(message.body)
                let method = reader.number(4)
                switch method {
                case 0 where reader.count == 0 && exchange?.mayEnd != false: return negotiated
                case let method where method != 0 && exchange != nil:
                    switch exchange?.step(method, &reader) {
                    case .send(let bytes): try send(bytes, packets)
                    case .nothing: break
                    case .unwanted, nil: throw unwanted(method, user, hasSentToken)
                    }
                    hasSentToken = true
                case 3 where reader.count == 0 && !hasSentToken:
                    try sendToken(packets, user)
                    hasSentToken = true
                default: throw unwanted(method, user, hasSentToken)
                }
            default: throw senseless()
            }
        }
    }

    /// Whether an error says that the login itself is refused. Source: PostgreSQL, "PostgreSQL Error Codes", class 28.
    private static func isRefusal(_ message: ProtocolMessage) -> Bool {
        ErrorResponse(message.body)?.sqlState.hasPrefix("28") ?? false
    }

    private func send(_ bytes: Secret, _ packets: Packets) throws(RelayEnd) {
        let problem = bytes.revealBytes { packets.write($0, milliseconds: limits.login) }
        if let problem { throw lost(problem) }
    }

    private func secret(_ user: String) throws(RelayEnd) -> Secret {
        do {
            return try plan.token(user)
        } catch let failure as Failure {
            throw .failed(failure, .accessDenied)
        } catch {
            throw .failed(Failure(.notPermitted, "no token could be signed"), .accessDenied)
        }
    }

    /// Sends the token to a verified server that requests a cleartext password. No other step of the protocol sends the
    /// token.
    private func sendToken(_ packets: Packets, _ user: String) throws(RelayEnd) {
        let token = try secret(user)
        var message = SecretBuffer(capacity: token.count + 6)
        ([UInt8(ascii: "p")] + NetworkBytes.number(UInt32(token.count + 5), 4)).withUnsafeBytes { message.append($0) }
        token.revealBytes { message.append($0) }
        message.append("\0")
        let problem = message.revealBytes { packets.write($0, milliseconds: limits.login) }
        if let problem { throw lost(problem) }
    }

    /// With a digest of a token, an attacker could sign in, too.
    private func unwanted(_ method: Int?, _ user: String, _ hasSentToken: Bool) -> RelayEnd {
        let proof = server.proof(of: user)
        guard !hasSentToken else {
            return failed(
                "\(server.endpoint) asks for more than a \(proof.word)", "no login by \(proof.word) does that",
                next: nil)
        }
        let name =
            switch method {
            case 5: "an md5 digest"
            case 7, 8: "GSSAPI"
            case 10: "SCRAM"
            default: "a method that Quarterdeck does not know"
            }
        guard proof == .token else {
            return failed(
                "\(server.endpoint) takes no password of \(user)", "it asks for \(name); no password was sent",
                next: nil)
        }
        return failed(
            "\(server.endpoint) does not ask for a token for \(user)", "it asks for \(name)",
            next: "as an administrator: CREATE USER \(user); GRANT rds_iam TO \(user)")
    }

    private func refused(_ message: ProtocolMessage, _ user: String, _ hasSentToken: Bool) -> RelayEnd {
        guard let refusal = ErrorResponse(message.body) else { return senseless() }
        let state = refusal.sqlState
        let isToken = hasSentToken && state.hasPrefix("28")
        let proof = server.proof(of: user)
        let next: String? =
            switch proof {
            case _ where !isToken: nil
            case .token: "check rds-db:connect in the policy, the region and port that were signed, and the clock"
            // The method of IAM. Source: PostgreSQL, auth.c, `auth_failed`.
            case .password where refusal.text.hasPrefix("PAM authentication failed"):
                "\(user) has rds_iam, which takes precedence over a password: remove \(user) from passwords"
            case .password: "check the password at its source; a user with rds_iam can log in with a token only"
            }
        return .refused(
            .postgreSQL(refusal.advising(next)),
            Failure(
                state.hasPrefix("53") || state.hasPrefix("57") ? .temporary : .notPermitted,
                "\(server.endpoint) refused the \(isToken ? proof.word : "login") of \(user)",
                why: "\(refusal.text) (\(state))", next: next))
    }

    // MARK: Session start

    /// Forwards the server's messages until it is ready for the first query, with the relay's cancel key instead of the
    /// server's.
    private mutating func begin(_ opened: PostgreSQLServer) throws(RelayEnd) {
        while true {
            var message = try message(opened.packets)
            switch message.kind {
            case UInt8(ascii: "K"):
                var reader = NetworkReader(message.body)
                guard ownKey == nil, let process = reader.number(4), reader.count >= 4 else { throw senseless() }
                let key = plan.cancelKeys.add(
                    CancelKeys.Key(process: UInt32(process), secret: reader.rest()), at: opened.place)
                ownKey = key
                message.body = NetworkBytes.number(key.process, 4) + key.secret
            case UInt8(ascii: "Z"):
                if server.isReadOnly, !server.takesOptions { try beginReadOnly(opened.packets) }
                return try tell(message.bytes)
            case UInt8(ascii: "E"):
                // The server's final error, for instance about the database or the number of connections.
                guard let refusal = ErrorResponse(message.body) else { throw senseless() }
                throw .unfit(.postgreSQL(refusal))
            case UInt8(ascii: "S"), UInt8(ascii: "N"), UInt8(ascii: "v"): break
            default: throw senseless()
            }
            try tell(message.bytes)
        }
    }

    /// Makes the session read-only with a statement where the login cannot.
    private func beginReadOnly(_ packets: Packets) throws(RelayEnd) {
        let statement = Array("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY".utf8) + [0]
        try serverStep { () throws(PacketProblem) in
            try packets.write(messages: ProtocolMessage("Q", statement).bytes, milliseconds: limits.login)
        }
        while true {
            let message = try message(packets)
            switch message.kind {
            case UInt8(ascii: "Z"): return
            case UInt8(ascii: "E"):
                throw failed(
                    "\(server.endpoint) does not make the session read-only", ErrorResponse(message.body)?.text,
                    next: "remove read_only from the profile file")
            case UInt8(ascii: "S"), UInt8(ascii: "N"): try tell(message.bytes)
            case UInt8(ascii: "C"): continue
            default: throw senseless()
            }
        }
    }

    // MARK: Client and server

    private func message(_ packets: Packets) throws(RelayEnd) -> ProtocolMessage {
        let message = try serverStep { () throws(PacketProblem) in
            try packets.message(atMost: limits.loginBytes, milliseconds: limits.login)
        }
        // Secrets are removed from errors. No other message has a reason to contain a token.
        // A password may be a common word.
        guard message.isKind("E") || !server.passwordUsers.isEmpty || !plan.secrets.find(in: message.body) else {
            throw failed("\(server.endpoint) repeats the token in its answer", "no IAM login does that", next: nil)
        }
        return message
    }

    private func tell(_ bytes: [UInt8]) throws(RelayEnd) {
        let problem = bytes.withUnsafeBytes { client.write($0, milliseconds: limits.childAnswer) }
        if problem != nil { throw .unspoken }
    }

    private func serverStep<Result>(_ body: () throws(PacketProblem) -> Result) throws(RelayEnd) -> Result {
        do throws(PacketProblem) {
            return try body()
        } catch {
            throw lost(error)
        }
    }

    private func lost(_ problem: PacketProblem) -> RelayEnd {
        if case .stopped = problem { return .unspoken }
        return .failed(
            Failure(
                .unavailable, "the connection to \(server.endpoint) failed during the login", why: problem.text,
                next: "check where the tunnel leads to"), .serverLost)
    }

    private func senseless() -> RelayEnd {
        .failed(
            Failure(
                .unavailable, "\(server.endpoint) does not speak PostgreSQL's protocol",
                why: "a message that no login has", next: "check endpoint and engine"), .serverLost)
    }

    private func failed(_ what: String, _ why: String?, next: String?) -> RelayEnd {
        .failed(Failure(.notPermitted, what, why: why, next: next), .accessDenied)
    }

    private func unfit(_ trouble: RelayTrouble, _ text: String, hint: String) -> RelayEnd {
        .unfit(.postgreSQL(ErrorResponse(sqlState: trouble.sqlState, text: "Quarterdeck: \(text)", hint: hint)))
    }
}

import Failures
import Secrets
import SessionSetup

/// The login of a child at a server: connecting, TLS, and the login by token.
///
/// The protocol dictates the order. The server's greeting comes before TLS. The request for TLS repeats the child's
/// capabilities, so the child must be greeted first. User data is sent only after the server was verified. A child that
/// has to prove a password gets a known greeting, and the server sees no connection before the proof.
struct Login {
    let plan: RelayPlan
    private(set) var child: Packets
    /// The sequence number of the next packet to the child.
    private(set) var sequence: UInt8 = 0
    /// The address of the server.
    private var place = ""
    /// The database user of this connection.
    private(set) var user: String
    /// Whether statements of this connection have query attributes.
    private(set) var usesAttributes = false
    private let proof: OwedProof?
    /// Whether the server has refused the password itself.
    private var wasWrongPassword = false

    init(plan: RelayPlan, child: Packets, proof: OwedProof?) {
        self.plan = plan
        self.child = child
        self.proof = proof
        user = plan.server.user
    }

    private var server: RelayedServer { plan.server }
    private var limits: RelayLimits { plan.limits }

    /// Returns a logged-in connection; the child has received the success message.
    mutating func run() throws(RelayEnd) -> TLSChannel {
        guard proof == nil else { return try runAfterProof() }
        let opened = try GreetedServer(plan)
        place = opened.place
        return try logIn(opened, try greet(opened.greeting))
    }

    /// Connects to the server only after the child has proved the password.
    private mutating func runAfterProof() throws(RelayEnd) -> TLSChannel {
        let announced = plan.greeting.announced(plan)
        let answer = try greet(announced)
        let opened = try GreetedServer(plan)
        place = opened.place
        plan.greeting.update(opened.greeting)
        guard !answer.needsMore(than: opened.greeting, announced: announced) else {
            throw failed(
                .unavailable, "\(server.endpoint) offers less than it did before",
                "another server answers at \(place) now, for example after a failover", .cannotConnect,
                next: "connect again")
        }
        return try logIn(opened, answer)
    }

    private mutating func logIn(_ opened: GreetedServer, _ answer: ChildAnswer) throws(RelayEnd) -> TLSChannel {
        let greeting = opened.greeting
        var answer = answer
        if greeting.capabilities.contains(.connectAttributes) { answer.identify(as: server.identity) }
        do throws(RelayEnd) {
            return try enter(opened, answer)
        } catch {
            guard wasWrongPassword, plan.renew(user) else { throw error }
        }
        // The password was rotated.
        let again = try GreetedServer(plan)
        place = again.place
        return try enter(again, answer)
    }

    private mutating func enter(_ opened: GreetedServer, _ answer: ChildAnswer) throws(RelayEnd) -> TLSChannel {
        wasWrongPassword = false
        let request = answer.requestForTLS(server, withholding: plan.withheld)
        try serverStep { () throws(PacketProblem) in
            try opened.plain.write(request, sequence: 1, milliseconds: limits.handshake)
        }
        let channel = try ServerIdentity(plan: plan, place: place).verify(opened.socket)
        usesAttributes = answer.offersQueryAttributes && opened.greeting.capabilities.contains(.queryAttributes)
        try logIn(Packets(channel: channel, stop: plan.stop), answer)
        return channel
    }

    // MARK: Before TLS

    private mutating func greet(_ greeting: ServerGreeting) throws(RelayEnd) -> ChildAnswer {
        var packet: Packet
        let challenge = ServerGreeting.challenge()
        do throws(PacketProblem) {
            try child.write(
                greeting.relayed(withholding: plan.withheld, secrets: plan.secrets, challenge: challenge), sequence: 0,
                milliseconds: limits.childAnswer)
            sequence = 1
            packet = try child.read(atMost: limits.childAnswerBytes, milliseconds: limits.childAnswer)
        } catch .tooLong(let count) {
            throw unfit("an answer of \(count) bytes to a greeting")
        } catch .timedOut {
            throw unfit("no answer to a greeting in time")
        } catch {
            throw .unspoken
        }
        sequence = packet.sequence &+ 1
        // It may contain a password for another server.
        defer { packet.payload.wipe() }
        let answer: ChildAnswer
        do throws(ChildAnswer.Problem) {
            answer = try ChildAnswer(packet.payload)
        } catch .asksForTLS {
            throw unfit(
                "this socket is private and has no TLS: leave out the options for it; TLS is Quarterdeck's part")
        } catch .isTooOld {
            throw unfit("a client older than MySQL 4.1 cannot be relayed")
        } catch {
            throw unfit("an answer to a greeting that makes no sense")
        }
        if let proof {
            let door = NativeDoor(password: proof.password, packets: child, plan: plan)
            sequence = try door.check(answer, challenge: challenge, sequence: sequence)
            proof.entry.prove()
            child.until = nil
        }
        if !answer.user.isEmpty {
            guard let name = String(validating: answer.user, as: UTF8.self), server.allows(name) else {
                throw .unfit(.mySQL(otherUser(answer.user)))
            }
            user = name
        }
        return answer
    }

    // MARK: Within TLS

    private mutating func logIn(
        _ packets: Packets, _ answer: ChildAnswer
    ) throws(RelayEnd) {
        let proof = server.proof(of: user)
        let rewritten = answer.rewritten(for: server, user: user, proof: proof, withholding: plan.withheld)
        var reply = try serverStep { () throws(PacketProblem) in
            // Number 1 was the request for TLS.
            try packets.write(rewritten, sequence: 2, milliseconds: limits.login)
            return try packets.read(atMost: limits.loginBytes, milliseconds: limits.login)
        }
        if reply.kind == Packet.authenticationSwitch {
            if proof == .token { try sendToken(askedBy: reply, packets) } else { try sendPassword(reply, packets) }
            reply = try serverStep { () throws(PacketProblem) in
                try packets.read(atMost: limits.loginBytes, milliseconds: limits.login)
            }
        }
        switch reply.kind {
        case Packet.ok:
            // A password may be a common word.
            guard proof == .password || !plan.secrets.find(in: reply.payload) else {
                throw failed(
                    .notPermitted, "\(server.endpoint) repeats the token in its answer", "no IAM login does that",
                    .accessDenied)
            }
            if server.isReadOnly { try beginReadOnly(packets) }
            do throws(PacketProblem) {
                try child.write(reply.payload, sequence: sequence, milliseconds: limits.childAnswer)
            } catch {
                throw .unspoken
            }
        case Packet.error:
            let refusal =
                ErrorPacket(reply.payload)
                ?? ErrorPacket(code: ErrorPacket.accessDenied, text: "Quarterdeck: the server refused the login")
            let isToken = refusal.code == ErrorPacket.accessDenied
            wasWrongPassword = isToken && proof == .password
            throw .refused(
                .mySQL(refusal),
                Failure(
                    .notPermitted,
                    "\(server.endpoint) refused the \(isToken ? proof.word : "login") of \(user)",
                    why: "\(refusal.text) (\(refusal.code))",
                    next: isToken && proof == .password
                        ? "check the password at its source, and the host part of the user"
                        : isToken
                            ? "check rds-db:connect in the policy, the region and port that were signed, and the clock"
                            : nil))
        default:
            throw failed(
                .notPermitted, "\(server.endpoint) asks for more than a \(proof.word)", "an answer that no login has",
                .accessDenied)
        }
    }

    /// Makes the session read-only before the client can use it.
    private func beginReadOnly(_ packets: Packets) throws(RelayEnd) {
        let reply = try serverStep { () throws(PacketProblem) in
            try ReadOnlyStatement.send(packets, limits, usesAttributes: usesAttributes)
        }
        guard reply.kind == Packet.ok else {
            throw failed(
                .unavailable, "\(server.endpoint) does not make the session read-only",
                ErrorPacket(reply.payload)?.text, .accessDenied, next: "remove read_only from the profile file")
        }
    }

    /// Sends the token to a verified server that requests it. No other code in the relay reveals a token.
    private func sendToken(askedBy request: Packet, _ packets: Packets) throws(RelayEnd) {
        var reader = ByteReader(Array(request.payload.dropFirst()))
        let plugin = String(decoding: reader.terminatedOrRest().prefix(64), as: UTF8.self)
        guard plugin == "mysql_clear_password" else {
            throw failed(
                .notPermitted, "\(server.endpoint) does not ask for a token for \(user)",
                plugin.isEmpty ? "it asks for an old password" : "it asks for \(plugin)", .accessDenied,
                next: "let the user be identified by AWSAuthenticationPlugin")
        }
        let token = try secret()
        var packet = SecretBuffer(capacity: token.count + 5)
        Packet.head(token.count + 1, request.sequence &+ 1).withUnsafeBytes { packet.append($0) }
        token.revealBytes { packet.append($0) }
        packet.append("\0")
        let problem = packet.revealBytes { packets.write($0, milliseconds: limits.login) }
        if let problem { throw .lost(problem, server, place) }
    }

    /// Proves the password to a verified server by the method that it requests.
    private func sendPassword(_ request: Packet, _ packets: Packets) throws(RelayEnd) {
        var reader = ByteReader(Array(request.payload.dropFirst()))
        let name = String(decoding: reader.terminatedOrRest().prefix(64), as: UTF8.self)
        guard let method = MySQLPassword.Method(rawValue: name), let challenge = reader.bytes(min(20, reader.count))
        else {
            throw failed(
                .notPermitted, "\(server.endpoint) takes no password of \(user)",
                "it asks for \(name.isEmpty ? "an old password" : name); no password was sent", .accessDenied)
        }
        let password = try secret()
        try send(MySQLPassword.answer(method, password, challenge: challenge), request.sequence &+ 1, packets)
        guard method == .cachingSHA2 else { return }
        let step = try serverStep { () throws(PacketProblem) in
            try packets.read(atMost: limits.loginBytes, milliseconds: limits.login)
        }
        // 3: the server remembers the digest; 4: it needs the password itself.
        switch step.payload {
        case [1, 3]: return
        case [1, 4]: try send(MySQLPassword.whole(password), step.sequence &+ 1, packets)
        default:
            let refusal = ErrorPacket(step.payload)
            throw failed(
                .notPermitted, "\(server.endpoint) refused the password of \(user)",
                refusal.map { "\($0.text) (\($0.code))" }, .accessDenied)
        }
    }

    private func send(_ answer: Secret, _ sequence: UInt8, _ packets: Packets) throws(RelayEnd) {
        var packet = SecretBuffer(capacity: answer.count + 4)
        Packet.head(answer.count, sequence).withUnsafeBytes { packet.append($0) }
        answer.revealBytes { packet.append($0) }
        let problem = packet.revealBytes { packets.write($0, milliseconds: limits.login) }
        if let problem { throw .lost(problem, server, place) }
    }

    private func secret() throws(RelayEnd) -> Secret {
        do {
            return try plan.token(user)
        } catch let failure as Failure {
            throw .failed(failure, .accessDenied)
        } catch {
            throw failed(.notPermitted, "no token could be signed", nil, .accessDenied)
        }
    }

    // MARK: Problems

    private func serverStep<Result>(_ body: () throws(PacketProblem) -> Result) throws(RelayEnd) -> Result {
        do throws(PacketProblem) {
            return try body()
        } catch {
            throw .lost(error, server, place)
        }
    }

    private func failed(
        _ status: ExitStatus, _ what: String, _ why: String?, _ trouble: RelayTrouble, next: String? = nil
    ) -> RelayEnd {
        .failed(Failure(status, what, why: why, next: next), trouble)
    }

    private func otherUser(_ user: [UInt8]) -> ErrorPacket {
        let asked = String(decoding: user.prefix(80), as: UTF8.self)
        return ErrorPacket(
            code: ErrorPacket.accessDenied, state: "28000",
            text:
                "Quarterdeck: this socket signs in as \(server.user), not as \(asked): leave the user out, or name it to "
                + "quarterdeck: exec CLUSTER --user \(asked)")
    }

    private func unfit(_ text: String) -> RelayEnd {
        .unfit(.mySQL(ErrorPacket(code: ErrorPacket.malformed, state: "08S01", text: "Quarterdeck: \(text)")))
    }
}

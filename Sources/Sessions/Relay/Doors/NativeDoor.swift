/// Authenticates a MySQL client with the password of a TCP port.
struct NativeDoor {
    let password: DoorPassword
    let packets: Packets
    let plan: RelayPlan

    private static let native = ChildAnswer.plugin
    private static let cachingSHA2 = "caching_sha2_password"

    /// Returns the next sequence number when the client has proved the password. The response to a wrong password is
    /// delayed, to make guessing useless.
    ///
    /// - Parameter challenge: The challenge in the relay's greeting.
    func check(_ answer: ChildAnswer, challenge: [UInt8], sequence: UInt8) throws(RelayEnd) -> UInt8 {
        if answer.method == Array(Self.native.utf8) || answer.method.isEmpty, !answer.proof.isEmpty {
            guard password.isProven(native: answer.proof, challenge: challenge) else { throw try wrong(answer) }
            return sequence
        }
        // MySQL clients since version 9 do not support the older method.
        let usesSHA2 = answer.method == Array(Self.cachingSHA2.utf8)
        let fresh = DoorPassword.random(20).map { $0 % 0x4B + 0x30 }
        let request =
            [Packet.authenticationSwitch] + Array((usesSHA2 ? Self.cachingSHA2 : Self.native).utf8) + [0] + fresh + [0]
        let reply: Packet
        do throws(PacketProblem) {
            try packets.write(request, sequence: sequence, milliseconds: plan.limits.childAnswer)
            reply = try packets.read(atMost: 1_024, milliseconds: plan.limits.childAnswer)
        } catch {
            throw .unspoken
        }
        let isProven =
            usesSHA2
            ? password.isProven(cachingSHA2: reply.payload, challenge: fresh)
            : password.isProven(native: reply.payload, challenge: fresh)
        guard isProven else { throw try wrong(answer) }
        guard usesSHA2 else { return reply.sequence &+ 1 }
        do throws(PacketProblem) {
            // "Fast authentication has succeeded"; the server's own response follows.
            try packets.write([1, 3], sequence: reply.sequence &+ 1, milliseconds: plan.limits.childAnswer)
        } catch {
            throw .unspoken
        }
        return reply.sequence &+ 2
    }

    private func wrong(_ answer: ChildAnswer) throws(RelayEnd) -> RelayEnd {
        if case .stopped = plan.stop.wait(for: -1, 0, until: Deadline(milliseconds: plan.limits.wrongPassword)) {
            throw .unspoken
        }
        let user = String(decoding: answer.user.prefix(80), as: UTF8.self)
        return .unfit(
            .mySQL(
                ErrorPacket(
                    code: ErrorPacket.accessDenied, state: "28000",
                    text: "Access denied for user '\(user)': use the password that this run of quarterdeck printed")))
    }
}

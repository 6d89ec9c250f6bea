/// Authenticates a PostgreSQL client with the password of a TCP port.
struct ScramDoor {
    let password: DoorPassword
    let packets: Packets
    let plan: RelayPlan

    /// Returns when the client has proved the password. The response to a wrong password is delayed, to make guessing
    /// useless.
    func check(_ user: String) throws(RelayEnd) {
        var exchange = ScramExchange(password)
        try ask(10, Array(ScramExchange.mechanism.utf8) + [0, 0])
        guard let reply = exchange.answer(first: try first()) else { throw malformed }
        try ask(11, reply)
        guard let proof = exchange.answer(final: try message()) else {
            if case .stopped = plan.stop.wait(for: -1, 0, until: Deadline(milliseconds: plan.limits.wrongPassword)) {
                throw .unspoken
            }
            throw .unfit(
                .postgreSQL(
                    ErrorResponse(
                        sqlState: "28P01", text: "password authentication failed for user \"\(user)\"",
                        hint: "use the password that this run of quarterdeck printed")))
        }
        try ask(12, proof)
    }

    /// The client's first message, without the mechanism's name.
    private func first() throws(RelayEnd) -> [UInt8] {
        var reader = NetworkReader(try message())
        guard reader.text() == Array(ScramExchange.mechanism.utf8), let length = reader.number(4),
            length == reader.count
        else { throw malformed }
        return reader.rest()
    }

    private func ask(_ code: UInt32, _ data: [UInt8]) throws(RelayEnd) {
        let message = ProtocolMessage("R", NetworkBytes.number(code, 4) + data)
        let problem = message.bytes.withUnsafeBytes { packets.write($0, milliseconds: plan.limits.childAnswer) }
        if problem != nil { throw .unspoken }
    }

    private func message() throws(RelayEnd) -> [UInt8] {
        do throws(PacketProblem) {
            let message = try packets.message(atMost: 2_048, milliseconds: plan.limits.childAnswer)
            guard message.isKind("p") else { throw PacketProblem.tooLong(0) }
            return message.body
        } catch .tooLong {
            throw malformed
        } catch {
            // A program without a password closes the connection, prompts its user and connects again.
            throw .unspoken
        }
    }

    private var malformed: RelayEnd {
        .unfit(
            .postgreSQL(
                ErrorResponse(
                    sqlState: RelayTrouble.malformed.sqlState, text: "Quarterdeck: the client's answer makes no sense",
                    hint: "the client has to know SCRAM-SHA-256")))
    }
}

import Failures
import SessionSetup

/// One client's connection, from its beginning to its end.
struct RelayedConnection {
    let plan: RelayPlan
    let client: PlainChannel
    /// The place that the connection has at its door; nil for a connection that is refused.
    let entry: DoorEntry?
    /// The password that the client must prove, where file permissions do not identify the client.
    let password: DoorPassword?

    private var proof: OwedProof? {
        guard let password, let entry else { return nil }
        return OwedProof(password: password, entry: entry)
    }

    func run() {
        plan.census.count { record in
            switch plan.server.engine {
            case .mysql: MySQLConnection(plan: plan, client: client, proof: proof).run(record)
            case .postgresql: PostgreSQLConnection(plan: plan, client: client, proof: proof).run(record)
            }
        }
    }

    /// Rejects a client because the relay is full.
    func refuse() {
        let text =
            "Quarterdeck: " + (password == nil ? "more than \(plan.limits.connections)" : "too many") + " connections"
        let packets = Packets(channel: client, stop: plan.stop)
        switch plan.server.engine {
        case .mysql:
            let refusal = ErrorPacket(code: ErrorPacket.tooManyConnections, text: text)
            try? packets.write(refusal.payload(isFirst: true), sequence: 0, milliseconds: 0)
        case .postgresql:
            PostgreSQLConnection(plan: plan, client: client, proof: proof).refuse(
                ErrorResponse(sqlState: RelayTrouble.tooManyConnections.sqlState, text: text))
        }
    }

    /// Forwards bytes between a client and its server until one of them disconnects.
    static func pump(
        _ client: PlainChannel, _ server: any ByteChannel, _ plan: RelayPlan, _ record: ConnectionRecord
    ) {
        plan.watch(.opened(user: record.user))
        defer { plan.watch(record.ending) }
        var pump = BytePump(child: client, server: server, stop: plan.stop, limits: plan.limits, record: record)
        if let reason = pump.run() {
            plan.report(Failure(.unavailable, "the connection to \(plan.server.endpoint) was lost", why: reason))
        }
        server.finish()
    }
}

import Failures
import SessionSetup

/// One client's connection, from its beginning to its end.
struct RelayedConnection {
    let plan: RelayPlan
    let client: PlainChannel

    func run() {
        switch plan.server.engine {
        case .mysql: MySQLConnection(plan: plan, client: client).run()
        case .postgresql: PostgreSQLConnection(plan: plan, client: client).run()
        }
    }

    /// Answers a client for which there is no room.
    func refuse() {
        let text = "Quarterdeck: more than \(plan.limits.connections) connections"
        let packets = Packets(channel: client, stop: plan.stop)
        switch plan.server.engine {
        case .mysql:
            let refusal = ErrorPacket(code: ErrorPacket.tooManyConnections, text: text)
            try? packets.write(refusal.payload(isFirst: true), sequence: 0, milliseconds: 0)
        case .postgresql:
            PostgreSQLConnection(plan: plan, client: client).refuse(
                ErrorResponse(sqlState: RelayTrouble.tooManyConnections.sqlState, text: text))
        }
    }

    /// Passes bytes between a client that has been let in and its server, until one of them has gone.
    static func pump(_ client: PlainChannel, _ server: TLSChannel, _ plan: RelayPlan) {
        var pump = BytePump(child: client, server: server, stop: plan.stop, limits: plan.limits)
        if let reason = pump.run() {
            plan.report(Failure(.unavailable, "the connection to \(plan.server.endpoint) was lost", why: reason))
        }
        server.finish()
    }
}

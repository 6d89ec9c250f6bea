import Failures
import SessionSetup

/// One connection of a MySQL client.
struct MySQLConnection {
    let plan: RelayPlan
    let client: PlainChannel
    let proof: OwedProof?

    func run(_ record: ConnectionRecord) {
        let packets = Packets(channel: client, stop: plan.stop, until: proof?.entry.deadline)
        var login = Login(plan: plan, child: packets, proof: proof)
        do throws(RelayEnd) {
            let server = try LoginThread.run { () throws(RelayEnd) in try login.run() }
            record.signedIn(as: login.user)
            guard plan.server.isReadOnly else { return RelayedConnection.pump(client, server, plan, record) }
            let guarded = GuardedServer(server, plan, usesAttributes: login.usesAttributes)
            RelayedConnection.pump(client, guarded, plan, record)
        } catch {
            if case .refused(_, let failure) = error {
                plan.watch(.refused(user: login.user, plan.secrets.cleaned(failure).what))
            }
            end(error, packets, login.sequence)
        }
    }

    /// The report comes first: after the error reaches the client, the client and the program that started it may exit.
    private func end(_ end: RelayEnd, _ packets: Packets, _ sequence: UInt8) {
        switch end {
        case .failed(let failure, let trouble):
            plan.report(failure)
            tell(ErrorPacket(plan.secrets.cleaned(failure), trouble).payload(isFirst: false), packets, sequence)
        case .refused(.mySQL(let refusal), let failure):
            plan.report(failure)
            tell(refusal.cleaned(by: plan.secrets).payload(isFirst: false), packets, sequence)
        case .unfit(.mySQL(let packet)): tell(packet.payload(isFirst: false), packets, sequence)
        case .refused, .unfit, .unspoken: break
        }
    }

    /// Sends an error and ends. The time limit is short, because the client may not be reading.
    private func tell(_ payload: [UInt8], _ packets: Packets, _ sequence: UInt8) {
        let patience = min(plan.limits.childAnswer, 1_000)
        var sequence = sequence
        do throws(PacketProblem) {
            if sequence == 0 {
                let greeting = ServerGreeting.standIn.relayed(withholding: plan.withheld, secrets: plan.secrets)
                try packets.write(greeting, sequence: 0, milliseconds: patience)
                var answer = try packets.read(atMost: plan.limits.childAnswerBytes, milliseconds: patience)
                answer.payload.wipe()
                sequence = answer.sequence &+ 1
            }
            try packets.write(payload, sequence: sequence, milliseconds: patience)
        } catch {
            // The child is already gone; the report still contains the error.
        }
        client.finish()
    }
}

import Failures
import SessionSetup

/// One connection of a PostgreSQL client.
struct PostgreSQLConnection {
    let plan: RelayPlan
    let client: PlainChannel
    let proof: OwedProof?

    private var packets: Packets { Packets(channel: client, stop: plan.stop, until: proof?.entry.deadline) }

    func run(_ record: ConnectionRecord) {
        do throws(RelayEnd) {
            switch try ClientGreeting(packets: packets, limits: plan.limits).firstPacket() {
            case .cancel(let key): try cancel(key)
            case .startup(let startup): try serve(startup, record)
            case .asksForEncryption: break
            }
        } catch {
            end(error)
        }
    }

    private func serve(_ startup: StartupPacket, _ record: ConnectionRecord) throws(RelayEnd) {
        var login = PostgreSQLLogin(plan: plan, client: packets, startup: startup, proof: proof)
        defer { if let key = login.ownKey { plan.cancelKeys.remove(key) } }
        let user = startup.value("user") ?? plan.server.user
        let server: TLSChannel
        do throws(RelayEnd) {
            server = try LoginThread.run { () throws(RelayEnd) in try login.run() }
        } catch {
            if case .refused(_, let failure) = error {
                plan.watch(.refused(user: user, plan.secrets.cleaned(failure).what))
            }
            throw error
        }
        record.signedIn(as: user)
        RelayedConnection.pump(client, server, plan, record)
    }

    /// Forwards the cancel request to the server of the key, within TLS, and waits until the server has processed it:
    /// the client takes the end of its connection as the confirmation. An unknown key is ignored, as servers do; on a
    /// TCP port after a delay, so that the keys of others cannot be searched for.
    private func cancel(_ key: CancelKeys.Key) throws(RelayEnd) {
        guard let entry = plan.cancelKeys.entry(key) else {
            if proof != nil { _ = plan.stop.wait(for: -1, 0, until: Deadline(milliseconds: plan.limits.unknownKey)) }
            return
        }
        do throws(RelayEnd) {
            let server = try PostgreSQLServer(plan, at: entry.place)
            do throws(PacketProblem) {
                try server.packets.write(
                    messages: FirstPacket.cancelRequest(entry.key), milliseconds: plan.limits.login)
                _ = try server.packets.read(exactly: 1, Deadline(milliseconds: plan.limits.login))
            } catch {
                // The server closes the connection without a response.
            }
        } catch {
            // Clients do not read a response to a cancel request.
            if case .failed(let failure, _) = error { plan.report(failure) }
            throw .unspoken
        }
    }

    /// Sends an error and ends. The first packet is read before, because a client expects no error earlier.
    func refuse(_ refusal: ErrorResponse) {
        guard case .startup? = try? ClientGreeting(packets: packets, limits: plan.limits).firstPacket() else { return }
        tell(refusal)
    }

    /// The report comes first: after the error reaches the client, the client and the program that started it may exit.
    private func end(_ end: RelayEnd) {
        switch end {
        case .failed(let failure, let trouble):
            plan.report(failure)
            tell(ErrorResponse(plan.secrets.cleaned(failure), trouble))
        case .refused(.postgreSQL(let refusal), let failure):
            plan.report(failure)
            tell(refusal.cleaned(by: plan.secrets))
        case .unfit(.postgreSQL(let refusal)): tell(refusal.cleaned(by: plan.secrets))
        case .refused, .unfit, .unspoken: break
        }
    }

    private func tell(_ refusal: ErrorResponse) {
        let patience = min(plan.limits.childAnswer, 1_000)
        refusal.message.withUnsafeBytes { _ = packets.write($0, milliseconds: patience) }
        client.finish()
    }
}

import Failures
import SessionSetup

/// One connection of a PostgreSQL client.
struct PostgreSQLConnection {
    let plan: RelayPlan
    let client: PlainChannel
    let password: DoorPassword?

    private var packets: Packets { Packets(channel: client, stop: plan.stop) }

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
        var login = PostgreSQLLogin(plan: plan, client: packets, startup: startup, password: password)
        defer { if let key = login.ownKey { plan.cancelKeys.remove(key) } }
        let server = try login.run()
        record.signedIn(as: startup.value("user") ?? plan.server.user)
        RelayedConnection.pump(client, server, plan, record)
    }

    /// Passes the request on to the server that the key belongs to, within TLS, and waits until the server has taken
    /// it: the client takes the end of its connection for that. A key that is not known is answered as servers do.
    private func cancel(_ key: CancelKeys.Key) throws(RelayEnd) {
        guard let entry = plan.cancelKeys.entry(key) else { return }
        do throws(RelayEnd) {
            let server = try PostgreSQLServer(plan, at: entry.place)
            do throws(PacketProblem) {
                try server.packets.write(
                    messages: FirstPacket.cancelRequest(entry.key), milliseconds: plan.limits.login)
                _ = try server.packets.read(exactly: 1, Deadline(milliseconds: plan.limits.login))
            } catch {
                // The server says nothing and closes.
            }
        } catch {
            // Nobody reads an answer to a request to cancel.
            if case .failed(let failure, _) = error { plan.report(failure) }
            throw .unspoken
        }
    }

    /// Ends with a refusal, once the client has said what it wants: it believes none before.
    func refuse(_ refusal: ErrorResponse) {
        guard case .startup? = try? ClientGreeting(packets: packets, limits: plan.limits).firstPacket() else { return }
        tell(refusal)
    }

    /// Reports first: a client that has been told may be gone, and its starter with it.
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

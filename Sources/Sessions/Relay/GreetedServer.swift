import Failures
import SessionSetup

/// A connection to a MySQL server whose greeting has arrived, before TLS.
struct GreetedServer {
    let socket: Descriptor
    let plain: Packets
    let greeting: ServerGreeting
    /// The address of the server, for messages.
    let place: String

    /// Connects and reads the greeting.
    init(_ plan: RelayPlan) throws(RelayEnd) {
        let dialed = try Dialer.connect(plan)
        socket = dialed.socket
        place = dialed.place.text
        plain = Packets(channel: PlainChannel(socket: socket), stop: plan.stop)
        greeting = try Self.greeting(plain, plan, place)
    }

    private static func greeting(
        _ plain: Packets, _ plan: RelayPlan, _ place: String
    ) throws(RelayEnd) -> ServerGreeting {
        let endpoint = plan.server.endpoint
        let packet: Packet
        do throws(PacketProblem) {
            packet = try plain.read(atMost: plan.limits.greetingBytes, milliseconds: plan.limits.greeting)
        } catch {
            throw .lost(error, plan.server, place)
        }
        if let refusal = ErrorPacket(packet.payload) {
            throw failed(
                .unavailable, "\(endpoint) at \(place) refuses connections", "\(refusal.code): \(refusal.text)",
                .server(refusal.code))
        }
        guard packet.sequence == 0, let greeting = ServerGreeting(packet.payload) else {
            throw failed(
                .unavailable, "what answers at \(place) is not a MySQL server", "its greeting makes no sense",
                .cannotConnect, next: "check where the tunnel leads to, and connect_to")
        }
        guard greeting.capabilities.contains(.tls) else {
            throw failed(
                .notPermitted,
                "what answers at \(place) offers no TLS, so no \(plan.server.proof(of: plan.server.user).word) is sent",
                "it is not \(endpoint), or the offer was removed on the way", .tlsFailed)
        }
        guard greeting.capabilities.isSuperset(of: Capabilities.needed) else {
            throw failed(
                .unavailable, "what answers at \(place) cannot ask for a token",
                "it does not know authentication plugins", .cannotConnect)
        }
        return greeting
    }

    private static func failed(
        _ status: ExitStatus, _ what: String, _ why: String, _ trouble: RelayTrouble, next: String? = nil
    ) -> RelayEnd {
        .failed(Failure(status, what, why: why, next: next), trouble)
    }
}

extension RelayEnd {
    /// The loss of a MySQL server during the login.
    static func lost(_ problem: PacketProblem, _ server: RelayedServer, _ place: String) -> RelayEnd {
        if case .stopped = problem { return .unspoken }
        return .failed(
            Failure(
                .unavailable, "the connection to \(server.endpoint) at \(place) failed during the login",
                why: problem.text, next: "check where the tunnel leads to"), .serverLost)
    }
}

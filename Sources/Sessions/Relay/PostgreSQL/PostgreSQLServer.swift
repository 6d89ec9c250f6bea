import CTLS
import Failures
import SessionSetup

/// A verified connection to a PostgreSQL server, before the startup packet.
struct PostgreSQLServer {
    let channel: TLSChannel
    let packets: Packets
    let place: RelayedServer.Place

    /// Connects, requests TLS and verifies the server.
    ///
    /// - Parameter known: The address of an earlier connection.
    init(_ plan: RelayPlan, at known: RelayedServer.Place? = nil) throws(RelayEnd) {
        let (server, limits) = (plan.server, plan.limits)
        let dialed = try Dialer.connect(plan, at: known)
        let plain = Packets(channel: PlainChannel(socket: dialed.socket), stop: plan.stop)
        let text = dialed.place.text
        let answer: UInt8
        do throws(PacketProblem) {
            try plain.write(messages: FirstPacket.requestForTLS, milliseconds: limits.handshake)
            // Exactly one byte: all bytes after it must come within TLS.
            answer = try plain.read(exactly: 1, Deadline(milliseconds: limits.greeting))[0]
        } catch {
            if case .stopped = error { throw .unspoken }
            throw .failed(
                Failure(
                    .unavailable, "the connection to \(server.endpoint) at \(text) failed during the login",
                    why: error.text, next: "check where the tunnel leads to"), .serverLost)
        }
        switch answer {
        case UInt8(ascii: "S"): break
        case UInt8(ascii: "N"):
            throw .failed(
                Failure(
                    .notPermitted,
                    "what answers at \(text) offers no TLS, so no \(server.proof(of: server.user).word) is sent",
                    why: "it is not \(server.endpoint), or the offer was removed on the way"), .tlsFailed)
        case UInt8(ascii: "E"):
            throw .failed(
                Failure(
                    .unavailable, "\(server.endpoint) at \(text) refuses connections",
                    why: "it answers the request for TLS with an error", next: "try again in a few seconds"),
                .cannotConnect)
        default:
            throw .failed(
                Failure(
                    .unavailable, "what answers at \(text) is not a PostgreSQL server",
                    why: "its answer to the request for TLS makes no sense",
                    next: "check where the tunnel leads to, and connect_to"), .cannotConnect)
        }
        channel = try ServerIdentity(plan: plan, place: text).verify(dialed.socket)
        packets = Packets(channel: channel, stop: plan.stop)
        place = dialed.place
    }
}

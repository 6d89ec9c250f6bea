/// How long and how much a relay takes from parties it does not trust yet.
struct RelayLimits: Sendable {
    /// Milliseconds for all addresses together.
    var connecting = 10_000
    /// Milliseconds for the server's first packet.
    var greeting = 10_000
    /// Milliseconds for the child's answer to ours.
    var childAnswer = 10_000
    /// Milliseconds for the TLS handshake.
    var handshake = 10_000
    /// Milliseconds for each answer of the server while it decides on a login; Aurora asks IAM meanwhile.
    var login = 30_000
    /// Milliseconds without progress for a server to take what a child has left behind.
    var leftovers = 10_000

    /// Bytes of the server's first packet, which has about 100.
    var greetingBytes = 4_096
    /// Bytes of the child's answer, whose attributes may have 64 KiB.
    var childAnswerBytes = 128 * 1_024
    /// Bytes of a packet by which the server decides.
    var loginBytes = 64 * 1_024
    /// Bytes of a PostgreSQL client's first packet; servers take no more. Source: PostgreSQL, MAX_STARTUP_PACKET_LENGTH.
    var startupBytes = 10_000
    /// Bytes on the way in each direction.
    var queueBytes = 64 * 1_024
    /// Clients at a time that are told that there is no room.
    var refusals = 16
    /// Connections at a time.
    var connections = 100
}

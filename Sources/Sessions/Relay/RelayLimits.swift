/// The limits of time and size for peers that are not trusted yet.
struct RelayLimits: Sendable {
    /// Milliseconds for all addresses together.
    var connecting = 10_000
    /// Milliseconds for the server's first packet.
    var greeting = 10_000
    /// Milliseconds for the child's answer to the greeting.
    var childAnswer = 10_000
    /// Milliseconds in which a client of a TCP port must prove the password.
    var proof = 10_000
    /// The delay of the response to a wrong password, in milliseconds.
    var wrongPassword = 1_000
    /// The delay after a cancel request with an unknown key at a TCP port, in milliseconds.
    var unknownKey = 1_000
    /// Milliseconds for the TLS handshake.
    var handshake = 10_000
    /// Milliseconds for each answer of the server during the login; Aurora queries IAM meanwhile.
    var login = 30_000
    /// Milliseconds without progress while the server receives the rest of a child's data.
    var leftovers = 10_000

    /// Bytes of the server's first packet, which usually has about 100.
    var greetingBytes = 4_096
    /// Bytes of the child's answer, whose attributes may have 64 KiB.
    var childAnswerBytes = 128 * 1_024
    /// Bytes of a packet during the login.
    var loginBytes = 64 * 1_024
    /// The maximum size of a PostgreSQL client's first packet in bytes; servers have the same limit. Source:
    /// PostgreSQL, MAX_STARTUP_PACKET_LENGTH.
    var startupBytes = 10_000
    /// Bytes buffered in each direction.
    var queueBytes = 64 * 1_024
    /// The number of clients that can receive the error for a full relay at the same time.
    var refusals = 16
    /// New connections to the server in a second.
    var connectionsPerSecond = 150
    /// The maximum number of connections at one door.
    var connections = 1_000
    /// The maximum number of clients at one door that have not proved the password yet.
    var unproved = 64
}

/// The first packet of a PostgreSQL client. Source: PostgreSQL, "Message Formats".
enum FirstPacket {
    /// A request for TLS or GSSAPI encryption. The response is one letter, and another packet follows.
    case asksForEncryption
    /// A request to cancel the statement of another connection.
    case cancel(CancelKeys.Key)
    /// The start of a session.
    case startup(StartupPacket)

    /// The reason why a packet cannot be served.
    enum Problem: Error {
        case malformed
        /// A protocol version; the upper 16 bits are the major number, the lower 16 bits the minor number.
        case unsupported(UInt32)
    }

    private static let cancelRequest: UInt32 = 80_877_102
    private static let tlsRequest: UInt32 = 80_877_103
    private static let gssRequest: UInt32 = 80_877_104

    /// Parses the packet after its length.
    init(_ body: [UInt8]) throws(Problem) {
        var reader = NetworkReader(body)
        guard let code = reader.number(4).map({ UInt32($0) }) else { throw .malformed }
        switch code {
        case Self.tlsRequest where reader.count == 0, Self.gssRequest where reader.count == 0: self = .asksForEncryption
        case Self.cancelRequest:
            guard let process = reader.number(4), (4...256).contains(reader.count) else { throw .malformed }
            self = .cancel(CancelKeys.Key(process: UInt32(process), secret: reader.rest()))
        default:
            guard code >> 16 == 3 else { throw .unsupported(code) }
            self = .startup(try StartupPacket(version: code, &reader))
        }
    }

    /// A request for TLS, to send to a server.
    static let requestForTLS: [UInt8] = NetworkBytes.number(8, 4) + NetworkBytes.number(tlsRequest, 4)

    /// A cancel request, to send to a server.
    static func cancelRequest(_ key: CancelKeys.Key) -> [UInt8] {
        NetworkBytes.number(UInt32(12 + key.secret.count), 4) + NetworkBytes.number(cancelRequest, 4)
            + NetworkBytes.number(key.process, 4) + key.secret
    }
}

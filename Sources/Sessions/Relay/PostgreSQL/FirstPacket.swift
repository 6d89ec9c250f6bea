/// What a PostgreSQL client says first. Source: PostgreSQL, "Message Formats".
enum FirstPacket {
    /// A wish for TLS or for GSSAPI encryption, which is answered by one letter; another packet follows.
    case asksForEncryption
    /// A request to cancel what another connection runs.
    case cancel(CancelKeys.Key)
    /// The beginning of a session.
    case startup(StartupPacket)

    /// Why a packet cannot be served.
    enum Problem: Error {
        case malformed
        /// A version of the protocol, its major number above its minor one.
        case unsupported(UInt32)
    }

    private static let cancelRequest: UInt32 = 80_877_102
    private static let tlsRequest: UInt32 = 80_877_103
    private static let gssRequest: UInt32 = 80_877_104

    /// Reads what follows the length.
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

    /// The wish for TLS, as a server hears it.
    static let wishForTLS: [UInt8] = NetworkBytes.number(8, 4) + NetworkBytes.number(tlsRequest, 4)

    /// A request to cancel, as a server hears it.
    static func cancelRequest(_ key: CancelKeys.Key) -> [UInt8] {
        NetworkBytes.number(UInt32(12 + key.secret.count), 4) + NetworkBytes.number(cancelRequest, 4)
            + NetworkBytes.number(key.process, 4) + key.secret
    }
}

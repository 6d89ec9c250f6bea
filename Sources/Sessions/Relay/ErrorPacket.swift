import Failures
import SessionSetup

/// An error as a MySQL client prints it: `ERROR 1429 (HY000): Quarterdeck: …`.
///
/// The codes are server codes for similar errors: clients do not accept their own codes, 2000 to 2999, from a server.
/// Source: MySQL internals, "ERR_Packet"; MySQL and MariaDB, "Server Error Message Reference".
struct ErrorPacket {
    let code: UInt16
    let state: String
    let text: String

    static let accessDenied: UInt16 = 1045
    static let cannotConnect: UInt16 = 1429
    static let serverLost: UInt16 = 1158
    static let tlsFailed: UInt16 = 3159
    static let malformed: UInt16 = 1043
    static let tooManyConnections: UInt16 = 1040
    static let unsupported: UInt16 = 1235

    /// Clients keep 511 bytes of a text.
    private static let longestText = 511

    init(code: UInt16, state: String = "HY000", text: String) {
        self.code = code
        self.state = state
        self.text = text
    }

    /// The error packet of a failure.
    init(_ failure: Failure, _ trouble: RelayTrouble) {
        let code = trouble.mySQLCode
        let parts = [failure.what, failure.why, failure.next].compactMap { $0 }
        self.init(
            code: code, state: code == Self.accessDenied ? "28000" : "HY000",
            text: "Quarterdeck: " + parts.joined(separator: "; "))
    }

    /// Parses a server's error; nil for anything else.
    init?(_ payload: [UInt8]) {
        var reader = ByteReader(payload)
        guard reader.number(1) == UInt64(Packet.error), let code = reader.number(2) else { return nil }
        var text = reader.bytes(reader.count) ?? []
        var state = "HY000"
        if text.first == UInt8(ascii: "#"), text.count >= 6 {
            state = Self.harmless(text[1..<6])
            text.removeFirst(6)
        }
        self.init(code: UInt16(code), state: state, text: Self.harmless(text.prefix(Self.longestText)))
    }

    /// The same error without parts of the tokens.
    func cleaned(by secrets: LoginSecrets) -> ErrorPacket {
        ErrorPacket(code: code, state: secrets.cleaned(state), text: secrets.cleaned(text))
    }

    /// - Parameter isFirst: Whether it is the first packet of a connection, which has no SQLSTATE because the protocol
    ///   version is not agreed yet.
    func payload(isFirst: Bool) -> [UInt8] {
        var payload = [Packet.error]
        payload.append(UInt32(code), bytes: 2)
        if !isFirst { payload += Array("#\(state)".utf8) }
        return payload + Self.harmless(text.utf8.prefix(Self.longestText)).utf8
    }

    private static func harmless(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}

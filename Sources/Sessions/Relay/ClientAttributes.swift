import SessionSetup

/// The connection attributes of a MySQL client. Source: MySQL internals, "HandshakeResponse41"; Performance Schema,
/// "session_connect_attrs".
struct ClientAttributes {
    private var pairs: [(key: [UInt8], value: [UInt8])] = []

    /// Servers read no more bytes of all attributes together.
    private static let most = 65_535
    private static let program = Array("program_name".utf8)

    /// Nil for malformed attributes.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        while reader.count > 0 {
            guard let key = reader.lengthEncoded(), let value = reader.lengthEncoded() else { return nil }
            pairs.append((key, value))
        }
    }

    /// The attributes with the identity in `program_name`; nil when they become too long.
    func named(_ identity: SessionIdentity) -> [UInt8]? {
        let theirs = pairs.last { $0.key == Self.program }?.value ?? []
        let name = identity.added(
            to: theirs.isEmpty ? Array("quarterdeck".utf8) : theirs, limit: SessionIdentity.mySQLLimit)
        var bytes: [UInt8] = []
        for pair in [(key: Self.program, value: name)] + pairs.filter({ $0.key != Self.program }) {
            bytes.append(lengthEncoded: pair.key)
            bytes.append(lengthEncoded: pair.value)
        }
        return bytes.count <= Self.most ? bytes : nil
    }
}

import SessionSetup

/// The server's first packet, which comes before TLS: its content cannot be trusted.
///
/// Source: MySQL internals, "HandshakeV10"; MariaDB knowledge base, "Initial Handshake Packet".
struct ServerGreeting: Equatable {
    let version: [UInt8]
    private(set) var connection: UInt32
    private(set) var capabilities: Capabilities
    let characterSet: UInt8
    let status: UInt32
    /// MariaDB stores further capabilities in the last four bytes.
    let reserved: [UInt8]

    /// Parses the payload; nil for anything else.
    init?(_ payload: [UInt8]) {
        var reader = ByteReader(payload)
        guard reader.number(1) == 10, let version = reader.terminated(), version.count < 256,
            let connection = reader.number(4), reader.bytes(8) != nil, reader.number(1) != nil,
            let low = reader.number(2), let characterSet = reader.number(1), let status = reader.number(2),
            let high = reader.number(2), reader.number(1) != nil, let reserved = reader.bytes(10)
        else { return nil }
        self.version = version
        self.connection = UInt32(connection)
        capabilities = Capabilities(rawValue: UInt32(high << 16 | low))
        self.characterSet = UInt8(characterSet)
        self.status = UInt32(status)
        self.reserved = reserved
    }

    /// A greeting for a child when there is no server: clients accept an error only after a greeting.
    static let standIn = ServerGreeting()

    private init() {
        version = Array("8.0.0-quarterdeck".utf8)
        connection = 0
        capabilities = Capabilities.needed
        characterSet = 45
        status = 2
        reserved = [UInt8](repeating: 0, count: 10)
    }

    /// The same greeting with another connection number.
    func numbered(_ number: UInt32) -> ServerGreeting {
        var greeting = self
        greeting.connection = number
        return greeting
    }

    /// The same greeting with other capabilities.
    func offering(_ capabilities: Capabilities) -> ServerGreeting {
        var greeting = self
        greeting.capabilities = capabilities
        return greeting
    }

    /// A challenge of twenty random characters.
    static func challenge() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<20).map { _ in UInt8.random(in: 0x30...0x7A, using: &generator) }
    }

    /// The greeting for the child, with the relay's own challenge: the child's answer to it is useless elsewhere. The
    /// server's text may repeat the token of an earlier connection.
    func relayed(
        withholding withheld: Capabilities, secrets: LoginSecrets, challenge: [UInt8] = ServerGreeting.challenge()
    ) -> [UInt8] {
        let offered = capabilities.subtracting(withheld).rawValue
        // Clients print the version on a terminal.
        let version = secrets.find(in: version) ? Array("unknown".utf8) : version
        var payload: [UInt8] = [10] + version.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") } + [0]
        payload.append(connection, bytes: 4)
        payload += challenge[..<8] + [0]
        payload.append(offered, bytes: 2)
        payload.append(characterSet)
        payload.append(status, bytes: 2)
        payload.append(offered >> 16, bytes: 2)
        payload.append(21)
        payload += reserved + challenge[8...] + [0]
        payload += Array(ChildAnswer.plugin.utf8) + [0]
        return payload
    }
}

import SessionSetup

/// The child's answer to a greeting, and its translation for the server.
///
/// Source: MySQL internals, "HandshakeResponse41" and "SSLRequest".
struct ChildAnswer {
    /// A method that every client knows. For the server it means "another method than the user's", so that the server
    /// requests the right one.
    static let plugin = "mysql_native_password"

    /// A user with a password may have the method above, and an empty answer by it would be refused.
    private static let unknownPlugin = "quarterdeck_password"

    private let capabilities: Capabilities
    private let packetSize: UInt32
    private let characterSet: UInt8
    /// MariaDB stores further capabilities in the last four bytes.
    private let filler: [UInt8]
    private let database: [UInt8]?
    /// The user that the child requests; empty when it requests none.
    let user: [UInt8]
    private var attributes: [UInt8]?
    /// The proof of the password, which the relay never forwards.
    let proof: [UInt8]
    /// The plugin that computed the proof; empty where the client names none.
    let method: [UInt8]

    /// Why an answer cannot be passed on.
    enum Problem: Error {
        case malformed
        case asksForTLS
        case isTooOld
    }

    /// Parses the payload. The password and the plugin are not forwarded.
    init(_ payload: [UInt8]) throws(Problem) {
        var reader = ByteReader(payload)
        guard let flags = reader.number(4), let packetSize = reader.number(4), let characterSet = reader.number(1),
            let filler = reader.bytes(23)
        else { throw .malformed }
        capabilities = Capabilities(rawValue: UInt32(flags))
        guard capabilities.isSuperset(of: [.protocol41, .secureConnection]) else { throw .isTooOld }
        if capabilities.contains(.tls) { throw .asksForTLS }
        self.packetSize = UInt32(packetSize)
        self.characterSet = UInt8(characterSet)
        self.filler = filler

        guard let user = reader.terminated(), let proof = Self.proof(&reader, capabilities) else { throw .malformed }
        self.user = user
        self.proof = proof
        database = capabilities.contains(.connectWithDatabase) ? reader.terminatedOrRest() : nil
        method = capabilities.contains(.pluginAuthentication) ? reader.terminatedOrRest() : []
        guard capabilities.contains(.connectAttributes), reader.count > 0 else {
            attributes = nil
            return
        }
        guard let attributes = reader.lengthEncoded() else { throw .malformed }
        self.attributes = attributes
    }

    /// Adds the person to the client's `program_name`, for a server that stores such attributes.
    mutating func identify(as identity: SessionIdentity?) {
        guard let identity, let named = ClientAttributes(attributes ?? [])?.named(identity) else { return }
        attributes = named
    }

    private static func proof(_ reader: inout ByteReader, _ capabilities: Capabilities) -> [UInt8]? {
        if capabilities.contains(.lengthEncodedAuthentication) { return reader.lengthEncoded() }
        return reader.number(1).flatMap { reader.bytes(Int($0)) }
    }

    /// The child's capabilities for the server, equal before and within TLS, because MariaDB uses only the first ones.
    private func flags(withholding withheld: Capabilities, database: [UInt8]?) -> Capabilities {
        var result = capabilities.subtracting(withheld).union(Capabilities.needed).union(.tls)
        if database != nil { result.insert(.connectWithDatabase) }
        if attributes == nil { result.remove(.connectAttributes) } else { result.insert(.connectAttributes) }
        return result
    }

    /// Whether the client sends query attributes to a server that supports them.
    var offersQueryAttributes: Bool { capabilities.contains(.queryAttributes) }

    /// Whether the child uses a capability of the announced greeting that the greeting of its server lacks.
    func needsMore(than actual: ServerGreeting, announced: ServerGreeting) -> Bool {
        let used = capabilities.intersection(announced.capabilities).subtracting([.isMySQL, .tls])
        let others = zip(filler.suffix(4), zip(announced.reserved.suffix(4), actual.reserved.suffix(4)))
        let isMariaDB = !capabilities.contains(.isMySQL)
        return !actual.capabilities.isSuperset(of: used)
            || isMariaDB && others.contains { $0 & $1.0 & ~$1.1 != 0 }
    }

    private func opening(_ flags: Capabilities) -> [UInt8] {
        var payload: [UInt8] = []
        payload.append(flags.rawValue, bytes: 4)
        payload.append(packetSize, bytes: 4)
        payload.append(characterSet)
        return payload + filler
    }

    private func database(for server: RelayedServer) -> [UInt8]? {
        if let database, !database.isEmpty { return database }
        return server.database.map { Array($0.utf8) } ?? database
    }

    /// The request for TLS, which contains only capabilities.
    func requestForTLS(_ server: RelayedServer, withholding withheld: Capabilities) -> [UInt8] {
        opening(flags(withholding: withheld, database: database(for: server)))
    }

    /// The same response for `user`, without a password.
    func rewritten(
        for server: RelayedServer, user: String, proof: LoginProof = .token, withholding withheld: Capabilities
    ) -> [UInt8] {
        let database = database(for: server)
        var payload = opening(flags(withholding: withheld, database: database))
        payload += Array(user.utf8) + [0]
        payload.append(0)
        if let database { payload += database + [0] }
        payload += Array((proof == .token ? Self.plugin : Self.unknownPlugin).utf8) + [0]
        if let attributes { payload.append(lengthEncoded: attributes) }
        return payload
    }
}

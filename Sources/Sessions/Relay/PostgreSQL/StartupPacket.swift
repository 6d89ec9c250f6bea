import SessionSetup

/// The first packet of a session: a protocol version and settings.
///
/// Source: PostgreSQL, "Message Formats", StartupMessage. Settings whose name begins with `_pq_.` are protocol options.
/// They and the version are forwarded unchanged, because the bytes of the session are, too.
struct StartupPacket {
    let version: UInt32
    private var settings: [Setting] = []

    private struct Setting {
        let name: [UInt8]
        let value: [UInt8]

        /// The server ignores case in names of settings, but compares the names of the startup packet's own fields
        /// exactly.
        var lowercasedName: String { String(decoding: name, as: UTF8.self).lowercased() }
    }

    /// Parses the packet after its version.
    init(version: UInt32, _ reader: inout NetworkReader) throws(FirstPacket.Problem) {
        self.version = version
        while true {
            guard let name = reader.text() else { throw .malformed }
            if name.isEmpty { break }
            guard let value = reader.text() else { throw .malformed }
            settings.append(Setting(name: name, value: value))
        }
        guard reader.count == 0 else { throw .malformed }
    }

    /// The value of a setting; if it occurs twice, the last one, as in the server.
    func value(_ name: String) -> String? {
        settings.last { $0.name == Array(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// Whether the client requests the replication protocol. Source: PostgreSQL, ProcessStartupPacket: the value is a
    /// boolean, which may be abbreviated, or "database".
    var asksForReplication: Bool {
        guard let value = value("replication")?.lowercased() else { return false }
        let no = ["false", "no", "off", "0"]
        return !no.contains { !value.isEmpty && $0.hasPrefix(value) && value != "o" }
    }

    /// The packet for the server.
    ///
    /// - Parameters:
    ///   - user: The database user.
    ///   - database: The database for a client that names none.
    ///   - name: The `application_name` for a client that sets none.
    ///   - identity: The person to add to the `application_name`.
    ///   - isReadOnly: Whether transactions begin read-only, regardless of the client's settings.
    func bytes(
        user: String, database: String?, applicationName name: String, identity: SessionIdentity? = nil,
        isReadOnly: Bool
    ) -> [UInt8] {
        let own =
            ["user", "replication", "application_name"]
            + (isReadOnly ? ["default_transaction_read_only", "options"] : [])
        var kept = settings.filter { !own.contains($0.lowercasedName) }
        func add(_ name: String, _ value: [UInt8]) { kept.append(Setting(name: Array(name.utf8), value: value)) }
        add("user", Array(user.utf8))
        if let database, value("database") ?? "" == "" { add("database", Array(database.utf8)) }
        add("application_name", shownName(name, identity))
        if isReadOnly { add("options", readOnlyOptions) }
        let body =
            NetworkBytes.number(version, 4) + kept.flatMap { $0.name + [0] + $0.value + [0] } + [0]
        return NetworkBytes.number(UInt32(body.count + 4), 4) + body
    }

    /// The client's own name, or else `name`, and the identity.
    private func shownName(_ name: String, _ identity: SessionIdentity?) -> [UInt8] {
        let theirs = settings.last { $0.lowercasedName == "application_name" }?.value ?? []
        let shown = theirs.isEmpty ? Array(name.utf8) : theirs
        return identity?.added(to: shown, limit: SessionIdentity.postgreSQLLimit) ?? shown
    }

    /// The client's options followed by the relay's, which take precedence. A backslash at the end of the client's
    /// options would escape the blank.
    private var readOnlyOptions: [UInt8] {
        let theirs = settings.last { $0.name == Array("options".utf8) }?.value ?? []
        let backslashes = theirs.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        let end: [UInt8] = backslashes % 2 == 1 ? [UInt8(ascii: "\\")] : []
        return theirs + end + Array(" -c default_transaction_read_only=on".utf8)
    }
}

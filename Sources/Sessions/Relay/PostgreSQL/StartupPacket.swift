/// The beginning of a session: a version of the protocol and settings.
///
/// Source: PostgreSQL, "Message Formats", StartupMessage. Settings whose name begins with `_pq_.` are options of the
/// protocol; they and the version pass unchanged, because the bytes of the session do.
struct StartupPacket {
    let version: UInt32
    private var settings: [(name: [UInt8], value: [UInt8])] = []

    /// Reads what follows the version.
    init(version: UInt32, _ reader: inout NetworkReader) throws(FirstPacket.Problem) {
        self.version = version
        while true {
            guard let name = reader.text() else { throw .malformed }
            if name.isEmpty { break }
            guard let value = reader.text() else { throw .malformed }
            settings.append((name, value))
        }
        guard reader.count == 0 else { throw .malformed }
    }

    /// The value of a setting; the server takes the last one, too.
    func value(_ name: String) -> String? {
        settings.last { $0.name == Array(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// Whether the client wants the protocol of replication. Source: PostgreSQL, ProcessStartupPacket: a boolean, of
    /// which any beginning will do, or "database".
    var asksForReplication: Bool {
        guard let value = value("replication")?.lowercased() else { return false }
        let no = ["false", "no", "off", "0"]
        return !no.contains { !value.isEmpty && $0.hasPrefix(value) && value != "o" }
    }

    /// The packet as the server hears it.
    ///
    /// - Parameters:
    ///   - user: The database user.
    ///   - database: The database for a client that names none.
    ///   - name: The `application_name` for a client that gives none.
    ///   - isReadOnly: Whether transactions begin read-only, whatever the client's settings say.
    func bytes(user: String, database: String?, applicationName name: String?, isReadOnly: Bool) -> [UInt8] {
        let own = ["user", "replication"] + (isReadOnly ? ["default_transaction_read_only", "options"] : [])
        var kept = settings.filter { setting in
            // The server folds names of settings; those of its own it compares exactly.
            !own.contains(String(decoding: setting.name, as: UTF8.self).lowercased())
        }
        func add(_ name: String, _ value: String) { kept.append((Array(name.utf8), Array(value.utf8))) }
        add("user", user)
        if let database, value("database") ?? "" == "" { add("database", database) }
        if let name, value("application_name") ?? "" == "" { add("application_name", name) }
        if isReadOnly { kept.append((Array("options".utf8), readOnlyOptions)) }
        let body =
            NetworkBytes.number(version, 4) + kept.flatMap { $0.name + [0] + $0.value + [0] } + [0]
        return NetworkBytes.number(UInt32(body.count + 4), 4) + body
    }

    /// The client's options, and ours behind them, which count. A backslash at the end would swallow the blank.
    private var readOnlyOptions: [UInt8] {
        let theirs = settings.last { $0.name == Array("options".utf8) }?.value ?? []
        let backslashes = theirs.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        let end: [UInt8] = backslashes % 2 == 1 ? [UInt8(ascii: "\\")] : []
        return theirs + end + Array(" -c default_transaction_read_only=on".utf8)
    }
}

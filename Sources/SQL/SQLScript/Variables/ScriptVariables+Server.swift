public import Failures
public import SQLWire

extension ScriptVariables {
    /// Sets psql's variables about the session.
    ///
    /// - Parameters:
    ///   - port: The port of the connection.
    ///   - version: The server's version string: `15.4 (Debian 15.4-1)`.
    public mutating func noteSession(database: String, user: String, host: String, port: Int, version: String) {
        note("DBNAME", database)
        note("USER", user)
        note("HOST", host)
        note("PORT", "\(port)")
        note("ENCODING", "UTF8")
        note("SERVER_VERSION_NAME", version)
        let parts = version.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
        if let major = parts.first, major < 1_000 {
            note("SERVER_VERSION_NUM", "\(major * 10_000 + (parts.count > 1 ? min(parts[1], 9_999) : 0))")
        }
        guard self["LAST_ERROR_MESSAGE"] == nil else { return }
        note("LAST_ERROR_MESSAGE", "")
        note("LAST_ERROR_SQLSTATE", "00000")
    }

    /// Sets psql's variables about the outcome of a statement.
    public mutating func note(_ event: ResultEvent) {
        switch event {
        case .complete(let completion):
            note("ERROR", "false")
            note("SQLSTATE", "00000")
            note("ROW_COUNT", "\(completion.rows ?? 0)")
        case .failed(let message):
            note("ERROR", "true")
            note("SQLSTATE", message.sqlState)
            note("ROW_COUNT", "0")
            note("LAST_ERROR_MESSAGE", message.text)
            note("LAST_ERROR_SQLSTATE", message.sqlState)
        case .columns, .rows, .data, .notice: break
        }
    }

    /// Stores the values of a row in variables.
    public mutating func take(_ held: HeldResult, prefix: String) throws(Failure) {
        for (name, value) in try held.values(prefix: prefix) ?? [] { try set(name, to: value) }
    }
}

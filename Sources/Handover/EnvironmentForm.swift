import Endpoints
import Failures
import Profiles
import Secrets

/// A token as `export` lines that a POSIX shell evaluates: what psql, libpq programs and the MySQL clients read.
enum EnvironmentForm {
    static func render(_ token: SignedToken) throws(Failure) -> Secret {
        let login = token.login
        var buffer = SecretBuffer(capacity: token.secret.count * 2 + 1_024)
        for (name, value) in try variables(of: login) { append(name, value, to: &buffer) }
        buffer.append("export ")
        buffer.append(login.engine == .mysql ? "MYSQL_PWD" : "PGPASSWORD")
        // A token has no character that means anything within single quotes.
        buffer.append("='")
        token.secret.revealBytes { buffer.append($0) }
        buffer.append("'\n")
        if login.engine == .mysql { buffer.append(mySQLHint(login)) }
        return buffer.secret(0..<buffer.count)
    }

    private static func variables(of login: Login) throws(Failure) -> [(String, String)] {
        switch login.engine {
        case .postgresql, .dsql: try postgreSQL(login)
        case .mysql: mySQL(login)
        }
    }

    /// Source: PostgreSQL documentation, "Environment Variables" of libpq.
    private static func postgreSQL(_ login: Login) throws(Failure) -> [(String, String)] {
        var result = [("PGHOST", login.endpoint.host)]
        if let address = login.connectTo {
            guard let number = address.isNumeric ? address.host : address.host == "localhost" ? "127.0.0.1" : nil else {
                throw Failure(
                    .badConfiguration, "libpq's variables cannot say connect_to = \"\(address)\"",
                    why: "PGHOSTADDR takes an IP address, not a name",
                    next: "write the address of \(address.host) into connect_to")
            }
            result.append(("PGHOSTADDR", number))
        }
        result += [
            ("PGPORT", String(login.connectTo?.port ?? login.port)), ("PGUSER", login.user),
            ("PGDATABASE", login.database ?? "postgres"), ("PGSSLMODE", "verify-full"),
        ]
        if let caFile = login.caFile { result.append(("PGSSLROOTCERT", caFile)) }
        return result
    }

    /// Source: MySQL Reference Manual, "Environment Variables"; the user has no variable and is the client's `-u`.
    private static func mySQL(_ login: Login) -> [(String, String)] {
        [
            ("MYSQL_HOST", login.connectTo?.host ?? login.endpoint.host),
            ("MYSQL_TCP_PORT", String(login.connectTo?.port ?? login.port)),
            ("LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN", "1"),
        ]
    }

    /// What the variables cannot say, as a comment: verification is an option of the clients only.
    private static func mySQLHint(_ login: Login) -> String {
        let ca = login.caFile.map { " --ssl-ca=\($0)" } ?? ""
        let options = "--user=\(login.user) --ssl-mode=VERIFY_IDENTITY\(ca)"
        // A comment is one line, whatever the names in it hold.
        return "# mysql \(options.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
    }

    private static func append(_ name: String, _ value: String, to buffer: inout SecretBuffer) {
        buffer.append("export ")
        buffer.append(name)
        buffer.append("='")
        buffer.append(value.replacing("'", with: #"'\''"#))
        buffer.append("'\n")
    }
}

import Endpoints
import Failures
import Profiles
import Secrets

/// A token as `export` lines for a POSIX shell: the variables of psql, libpq programs and the MySQL clients.
enum EnvironmentForm {
    /// The kernel's limit for one environment string, minus the name. Source: execve(2).
    private static let longestValue = 131_000

    static func render(_ token: SignedToken) throws(Failure) -> Secret {
        let login = token.login
        guard token.secret.count <= longestValue else {
            throw Failure(
                .badData, "the token is too long for an environment variable",
                why: "it has \(token.secret.count) bytes; Linux passes on 131,071 of a variable with its name",
                next: "quarterdeck copy \(login.cluster), for a program that reads files")
        }
        var buffer = SecretBuffer(capacity: token.secret.count * 2 + 1_024)
        if login.engine != .mysql {
            // Variables left from another cluster, or variables that redirect the connection, would otherwise stay in
            // effect.
            buffer.append("unset PGHOSTADDR PGSSLROOTCERT PGSERVICE PGSERVICEFILE PGSSLCERT PGSSLKEY PGREQUIRESSL\n")
        }
        for (name, value) in try variables(of: login) { append(name, value, to: &buffer) }
        buffer.append("export ")
        buffer.append(login.engine == .mysql ? "MYSQL_PWD" : "PGPASSWORD")
        // A token has no character with a meaning inside single quotes.
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
            ("PGGSSENCMODE", "disable"),
        ]
        if let caFile = login.caFile { result.append(("PGSSLROOTCERT", caFile)) }
        return result
    }

    /// Source: MySQL Reference Manual, "Environment Variables". The user has no variable; it is the client's `-u`.
    private static func mySQL(_ login: Login) -> [(String, String)] {
        [
            ("MYSQL_HOST", login.tcpHost), ("MYSQL_TCP_PORT", String(login.connectTo?.port ?? login.port)),
        ]
    }

    /// A comment with the options that have no variable, such as certificate verification.
    private static func mySQLHint(_ login: Login) -> String {
        let ca = login.caFile.map { " --ssl-ca=\(Quoting.shell($0))" } ?? ""
        let options = "--enable-cleartext-plugin --ssl-mode=VERIFY_IDENTITY --user=\(Quoting.shell(login.user))\(ca)"
        // The comment must stay on one line, whatever the names contain.
        return "# mysql \(options.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
    }

    private static func append(_ name: String, _ value: String, to buffer: inout SecretBuffer) {
        buffer.append("export ")
        buffer.append(name)
        buffer.append("=")
        buffer.append(Quoting.shell(value))
        buffer.append("\n")
    }
}

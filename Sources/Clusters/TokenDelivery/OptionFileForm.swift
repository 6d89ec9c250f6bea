import Endpoints
import Failures
import Profiles
import Secrets

/// A token as a MySQL option file, for `--defaults-extra-file`.
///
/// Source: MySQL Reference Manual, "Using Option Files"; MariaDB Knowledge Base, "Configuring MariaDB with Option
/// Files".
enum OptionFileForm {
    /// The clients read lines of up to 4,095 bytes, and print the rest of a longer line as an unknown option.
    private static let longestLine = 4_094

    static func render(_ token: SignedToken) throws(Failure) -> Secret {
        let login = token.login
        guard login.engine == .mysql else { throw refusal(of: .mycnf, for: token, instead: .pgpass) }
        guard "password=\"\"".utf8.count + token.secret.count <= longestLine else {
            throw Failure(
                .badData, "the token is too long for an option file",
                why:
                    "it has \(token.secret.count) bytes; the MySQL clients would print everything beyond 4,094 bytes on the screen",
                next: "--format env, which sets MYSQL_PWD")
        }
        var buffer = SecretBuffer(capacity: token.secret.count + 1_024)
        buffer.append("[client]\n")
        appendOption("host", login.tcpHost, to: &buffer)
        buffer.append("port=\(login.connectTo?.port ?? login.port)\nprotocol=TCP\n")
        appendOption("user", login.user, to: &buffer)
        buffer.append("password=\"")
        token.secret.revealBytes { buffer.append($0) }
        // Each client ignores the other one's name for "verify the certificate and the host name".
        buffer.append("\"\nloose-enable-cleartext-plugin\nloose-ssl-mode=VERIFY_IDENTITY\n")
        if let caFile = login.caFile { appendOption("ssl-ca", caFile, to: &buffer) }
        buffer.append("[client-mariadb]\nssl-verify-server-cert\n")
        if let database = login.database {
            buffer.append("[mysql]\n")
            appendOption("database", database, to: &buffer)
        }
        return buffer.secret(0..<buffer.count)
    }

    private static func appendOption(_ name: String, _ value: String, to buffer: inout SecretBuffer) {
        let escaped = Quoting.replacing(value, ["\\": "\\\\", "\"": "\\\""])
        buffer.append("\(name)=\"\(escaped)\"\n")
    }
}

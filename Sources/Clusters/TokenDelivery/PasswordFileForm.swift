import Endpoints
import Failures
import Profiles
import Secrets

/// A token as a line of a `.pgpass` file.
///
/// Source: PostgreSQL documentation, "The Password File": `\` and `:` are escaped by `\`; host and port are those of
/// the connection.
enum PasswordFileForm {
    static func render(_ token: SignedToken) throws(Failure) -> Secret {
        let login = token.login
        guard login.engine != .mysql else { throw refusal(of: .pgpass, for: token, instead: .mycnf) }
        var buffer = SecretBuffer(capacity: token.secret.count * 2 + 512)
        let fields = [
            login.endpoint.host, String(login.connectTo?.port ?? login.port), login.database ?? "*", login.user,
        ]
        for field in fields {
            appendEscaped(field, to: &buffer)
            buffer.append(":")
        }
        token.secret.revealBytes { appendEscaped($0, to: &buffer) }
        buffer.append("\n")
        return buffer.secret(0..<buffer.count)
    }

    private static func appendEscaped(_ text: String, to buffer: inout SecretBuffer) {
        var text = text
        text.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0), to: &buffer) }
    }

    private static func appendEscaped(_ bytes: UnsafeRawBufferPointer, to buffer: inout SecretBuffer) {
        buffer.append(upTo: 2 * bytes.count) { target in
            var count = 0
            for byte in bytes {
                if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "\\") {
                    target[count] = UInt8(ascii: "\\")
                    count += 1
                }
                target[count] = byte
                count += 1
            }
            return count
        }
    }
}

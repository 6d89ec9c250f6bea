public import Secrets
import SigV4

/// The answers to a MySQL server that asks for a password within verified TLS.
public enum MySQLPassword {
    /// The methods by which a password may be proved.
    public enum Method: String, Sendable {
        case native = "mysql_native_password"
        case cachingSHA2 = "caching_sha2_password"
        /// Like the next one within TLS.
        case sha256 = "sha256_password"
        case clear = "mysql_clear_password"
    }

    /// The first answer by a method.
    ///
    /// Source: MySQL internals, "Native Authentication", "Caching SHA-2 Pluggable Authentication", "Clear Text
    /// Authentication".
    ///
    /// - Parameter challenge: The 20 bytes of the server.
    public static func answer(_ method: Method, _ password: Secret, challenge: [UInt8]) -> Secret {
        var bytes = password.revealBytes { Array($0) }
        defer { wipe(&bytes) }
        switch method {
        case .native:
            var single = MessageDigest.sha1(bytes)
            let mask = MessageDigest.sha1(challenge + MessageDigest.sha1(single))
            defer { wipe(&single) }
            return Secret(copying: zip(single, mask).map { $0 ^ $1 })
        case .cachingSHA2:
            var single = MessageDigest.sha256(bytes)
            let mask = MessageDigest.sha256(MessageDigest.sha256(single) + challenge)
            defer { wipe(&single) }
            return Secret(copying: zip(single, mask).map { $0 ^ $1 })
        case .sha256, .clear: return whole(password)
        }
    }

    /// The password with a NUL at the end. `caching_sha2_password` asks for it when the server does not remember the
    /// password's digest.
    public static func whole(_ password: Secret) -> Secret {
        var buffer = SecretBuffer(capacity: password.count + 1)
        password.revealBytes { buffer.append($0) }
        buffer.append("\0" as StaticString)
        return buffer.secret(0..<buffer.count)
    }

    private static func wipe(_ bytes: inout [UInt8]) {
        for index in bytes.indices { bytes[index] = 0 }
    }
}

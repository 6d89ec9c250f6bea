/// Digests over OpenSSL for protocols other than AWS's own.
public enum MessageDigest {
    /// SHA-256; 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { target, count in
            guard let start = target.baseAddress else { return }
            bytes.withUnsafeBytes { SHA256.digest($0, into: start) }
            count = SHA256.byteCount
        }
    }

    /// SHA-1; 20 bytes. SHA-1 is not collision resistant.
    public static func sha1(_ bytes: [UInt8]) -> [UInt8] { SHA1.digest(bytes) }

    /// MD5; 16 bytes. Only for PostgreSQL's old method of login.
    public static func md5(_ bytes: [UInt8]) -> [UInt8] { MD5.digest(bytes) }

    /// HMAC-SHA-256; 32 bytes.
    public static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let code = key.withUnsafeBytes { HMACSHA256(key: $0) }
        return authenticate(message, code)
    }

    /// The first 32 bytes of PBKDF2 with HMAC-SHA-256. Source: RFC 8018, 5.2.
    public static func pbkdf2(password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        let code = password.withUnsafeBytes { HMACSHA256(key: $0) }
        var block = authenticate(salt + [0, 0, 0, 1], code)
        var result = block
        for _ in 1..<max(iterations, 1) {
            block = authenticate(block, code)
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }

    private static func authenticate(_ message: [UInt8], _ code: HMACSHA256) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { target, count in
            guard let start = target.baseAddress else { return }
            message.withUnsafeBytes { code.authenticate($0, into: start) }
            count = SHA256.byteCount
        }
    }
}

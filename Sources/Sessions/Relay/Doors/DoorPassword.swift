public import Secrets
import SigV4

/// A password for the TCP ports of a relay, valid for one run, with the derived keys of each authentication method.
public final class DoorPassword: Sendable {
    /// The password: 24 letters and digits, 142 random bits.
    public let secret: Secret

    /// For SCRAM-SHA-256. Source: RFC 5802, 3; RFC 7677.
    let salt: [UInt8]
    let iterations = 4_096
    let storedKey: [UInt8]
    let serverKey: [UInt8]
    /// For `mysql_native_password`: SHA-1 of SHA-1.
    let doubleSHA1: [UInt8]
    /// For `caching_sha2_password`: SHA-256 of SHA-256.
    let doubleSHA256: [UInt8]

    /// Makes a random password.
    public convenience init() {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        var generator = SystemRandomNumberGenerator()
        let chosen = (0..<24).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }
        self.init(chosen, salt: Self.random(16))
    }

    init(_ password: [UInt8], salt: [UInt8]) {
        secret = Secret(copying: password)
        self.salt = salt
        let salted = MessageDigest.pbkdf2(password: password, salt: salt, iterations: iterations)
        storedKey = MessageDigest.sha256(MessageDigest.hmacSHA256(key: salted, Array("Client Key".utf8)))
        serverKey = MessageDigest.hmacSHA256(key: salted, Array("Server Key".utf8))
        doubleSHA1 = MessageDigest.sha1(MessageDigest.sha1(password))
        doubleSHA256 = MessageDigest.sha256(MessageDigest.sha256(password))
    }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Compares two digests in a time that depends only on their length.
    static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func xor(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] { zip(one, other).map { $0 ^ $1 } }

    /// Whether a `mysql_native_password` response to a challenge proves the password. Source: MySQL internals, "Native
    /// Authentication".
    func isProven(native answer: [UInt8], challenge: [UInt8]) -> Bool {
        guard answer.count == 20 else { return false }
        let single = Self.xor(answer, MessageDigest.sha1(challenge + doubleSHA1))
        return Self.areEqual(MessageDigest.sha1(single), doubleSHA1)
    }

    /// Whether a `caching_sha2_password` response to a challenge proves the password. Source: MySQL internals, "Caching
    /// SHA-2 Pluggable Authentication".
    func isProven(cachingSHA2 answer: [UInt8], challenge: [UInt8]) -> Bool {
        guard answer.count == 32 else { return false }
        let single = Self.xor(answer, MessageDigest.sha256(doubleSHA256 + challenge))
        return Self.areEqual(MessageDigest.sha256(single), doubleSHA256)
    }
}

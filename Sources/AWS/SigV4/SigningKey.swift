import Secrets

/// A key derived from a secret access key for one scope, prepared for signing.
final class SigningKey {
    private let code: HMACSHA256

    /// Derives HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request").
    ///
    /// Source: AWS General Reference, "Calculate the signature".
    init(secret: Secret, scope: CredentialScope) {
        var key = SecretBuffer(capacity: 128)
        key.append("AWS4")
        secret.revealBytes { key.append($0) }
        for part in [scope.date, scope.region, scope.service, "aws4_request"] {
            let code = key.revealBytes { HMACSHA256(key: $0) }
            key.clear()
            key.append(upTo: SHA256.byteCount) { target in
                var part = part
                part.withUTF8 { code.authenticate(UnsafeRawBufferPointer($0), into: target) }
                return SHA256.byteCount
            }
        }
        code = key.revealBytes { HMACSHA256(key: $0) }
    }

    /// Writes the signature's 32 bytes to `target`.
    func sign(_ stringToSign: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>) {
        code.authenticate(stringToSign, into: target)
    }
}

/// A cache of recent signing keys: deriving a key costs four times as much as signing with it.
struct SigningKeyCache {
    private struct Entry {
        let secret: Secret
        let scope: CredentialScope
        let key: SigningKey
    }

    private let capacity: Int
    // The most recently used one is last.
    private var entries: [Entry] = []

    init(capacity: Int = 64) {
        self.capacity = capacity
    }

    /// The cached key for that secret and scope, derived if necessary.
    mutating func key(secret: Secret, scope: CredentialScope) -> SigningKey {
        if let last = entries.last, last.scope == scope, isSame(last.secret, secret) { return last.key }
        if let index = entries.lastIndex(where: { $0.scope == scope && isSame($0.secret, secret) }) {
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.key
        }
        let key = SigningKey(secret: secret, scope: scope)
        if entries.count == capacity { entries.removeFirst() }
        entries.append(Entry(secret: secret, scope: scope, key: key))
        return key
    }

    var count: Int { entries.count }

    private func isSame(_ one: Secret, _ other: Secret) -> Bool {
        one === other || one.matches(other)
    }
}

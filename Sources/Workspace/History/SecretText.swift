/// Secrets within a text: in a connection string, a signed address, a key. Source: the forms that libpq, the MySQL
/// connectors and AWS's tools take and write them in.
enum SecretText {
    /// Words for something secret, in small letters, as names of settings and columns end.
    private static let endings = [
        "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key", "access_key", "access_key_id",
        "secret_key", "private_key", "accesskey", "secretkey", "credential", "credentials", "signature", "bearer",
    ].map { Array($0.utf8) }
    private static let inner = ["password", "passwd", "passphrase"].map { Array($0.utf8) }

    static func holdsSecret(_ text: String) -> Bool {
        let bytes = text.utf8.map { $0 &- 65 < 26 ? $0 | 32 : $0 }
        return hasSetting(bytes) || hasUserInfo(bytes) || hasKey(Array(text.utf8))
            || ["x-amz-", "-----begin", "authorization: ", "authorization:basic", "authorization:bearer"]
                .contains { contains(bytes, $0) }
    }

    /// `password=x`, `pwd : "x"`, with something behind the sign.
    private static func hasSetting(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() where byte == 0x3D || byte == 0x3A {
            var end = index
            while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x22 || bytes[end - 1] == 0x27 { end -= 1 }
            var start = end
            while start > 0, isName(bytes[start - 1]) { start -= 1 }
            guard isSecretName(bytes[start..<end]) else { continue }
            if bytes[(index + 1)...].contains(where: { $0 > 0x20 && $0 != 0x3A && $0 != 0x3D }) { return true }
        }
        return false
    }

    /// Whether a name is, or ends in, a word for something secret.
    static func isSecretName(_ name: some Collection<UInt8>) -> Bool {
        let name = Array(name)
        guard name.count >= 3, name.count <= 256 else { return false }
        for word in inner where name.count >= word.count {
            if (0...(name.count - word.count)).contains(where: { name[$0...].starts(with: word) }) { return true }
        }
        return endings.contains { word in
            guard name.count >= word.count, name.suffix(word.count).elementsEqual(word) else { return false }
            // `pwd` ends many a word that has nothing to do with it.
            return word.count > 3 || name.count == word.count || !isLetter(name[name.count - word.count - 1])
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 || byte >= 0x80 }

    /// `scheme://user:password@host`.
    private static func hasUserInfo(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index + 3 < bytes.count {
            guard bytes[index] == 0x3A, bytes[index + 1] == 0x2F, bytes[index + 2] == 0x2F else {
                index += 1
                continue
            }
            index += 3
            var colon: Int?
            while index < bytes.count, bytes[index] > 0x20, bytes[index] != 0x2F, bytes[index] != 0x27 {
                if bytes[index] == 0x3A, colon == nil { colon = index }
                if bytes[index] == 0x40, let colon, index > colon + 1 { return true }
                index += 1
            }
        }
        return false
    }

    /// An access key of AWS, or a JSON web token.
    private static func hasKey(_ bytes: [UInt8]) -> Bool {
        var run: [UInt8] = []
        for byte in bytes + [0x20] {
            if byte &- 48 < 10 || (byte | 32) &- 97 < 26 || byte == 0x5F || byte == 0x2D || byte == 0x2E {
                run.append(byte)
                continue
            }
            if run.count == 20, run.starts(with: "AKIA".utf8) || run.starts(with: "ASIA".utf8) { return true }
            if run.count > 30, run.starts(with: "eyJ".utf8), run.contains(0x2E) { return true }
            run.removeAll(keepingCapacity: true)
        }
        return false
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || byte &- 97 < 26 || byte == 0x5F || byte == 0x2D
    }

    private static func contains(_ bytes: [UInt8], _ wanted: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount)
        guard let first = wanted.first else { return false }
        return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: wanted) }
    }
}

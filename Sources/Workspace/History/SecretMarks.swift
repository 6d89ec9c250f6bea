/// Detects secrets by a mark in their middle or at their end, or by the lengths of their parts. Source: gitleaks'
/// rules; each comment names the rule.
enum SecretMarks {
    /// Whether a run of letters, digits and signs contains such a secret.
    static func areIn(_ run: ArraySlice<UInt8>) -> Bool {
        guard run.count >= 26 else { return false }
        let parts = run.split(separator: 0x2E, omittingEmptySubsequences: false)
        // hashicorp-tf-api-token
        if parts.count >= 3, parts.contains(where: { $0.elementsEqual("atlasv1".utf8) }) { return true }
        for (part, next) in zip(parts, parts.dropFirst()) {
            // airtable-personnal-access-token
            if part.suffix(17).starts(with: "pat".utf8), part.suffix(17).count == 17, hexadecimals(next) >= 64 {
                return true
            }
            // vault-service-token, before Vault 1.10
            if part.suffix(2).elementsEqual("s".utf8) || part.suffix(2).elementsEqual("=s".utf8), isRandom(next, 24) {
                return true
            }
        }
        // authress-service-client-access-key
        if parts.count >= 4, parts[2].starts(with: "acc".utf8), parts[3].count >= 24 { return true }
        return hasAzureMark(run) || run.suffix(4).elementsEqual("_mmk".utf8) && run.count >= 40 || isClickHouse(run)
    }

    /// facebook-access-token: an application's number, a bar and the token.
    static func hasBar(in bytes: [UInt8]) -> Bool {
        var digits = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x7C, digits == 15 || digits == 16 {
                let tail = bytes[(index + 1)...].prefix { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
                if tail.count >= 27 { return true }
            }
            digits = byte &- 48 < 10 ? digits + 1 : 0
        }
        return false
    }

    /// azure-ad-client-secret: three characters, a digit, `Q~` and at least 31 characters.
    private static func hasAzureMark(_ run: ArraySlice<UInt8>) -> Bool {
        let indices = run.indices
        guard run.count >= 37 else { return false }
        for index in indices.dropFirst(4).dropLast(32) where run[index] == 0x51 && run[index + 1] == 0x7E {
            if run[index - 1] &- 48 < 10 { return true }
        }
        return false
    }

    /// clickhouse-cloud-api-secret-key. A digest may begin in the same way, but has only hexadecimal letters.
    private static func isClickHouse(_ run: ArraySlice<UInt8>) -> Bool {
        let word = run.suffix(42)
        return word.count == 42 && word.starts(with: "4b1d".utf8) && word.allSatisfy(isAlphanumeric)
            && hexadecimals(word) < 42
    }

    private static func isRandom(_ part: ArraySlice<UInt8>, _ length: Int) -> Bool {
        part.count == length && part.allSatisfy(isAlphanumeric) && part.count { $0 &- 48 < 10 } >= 2
    }

    private static func hexadecimals(_ part: ArraySlice<UInt8>) -> Int {
        part.prefix { $0 &- 48 < 10 || ($0 | 32) &- 97 < 6 }.count
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 48 < 10 || (byte | 32) &- 97 < 26 }
}

/// Secrets inside a text: in a connection string, a signed address, a header, a command line, a key. Source: the
/// formats of libpq, the MySQL connectors, curl and AWS's tools.
enum SecretText {
    static func holdsSecret(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let small = bytes.map { $0 &- 65 < 26 ? $0 | 32 : $0 }
        return hasSetting(small) || hasUserInfo(small) || SecretShapes.areIn(bytes) || SecretMarks.hasBar(in: bytes)
            || hasScheme(bytes, small)
            || hasOption(text)
            || ["x-amz-", "-----begin", "hooks.slack.com/", "webhook.office.com/", "discord.com/api/webhooks/"]
                .contains { contains(small, $0) }
    }

    /// `password=x`, `pwd : "x"`, with a value after the sign.
    private static func hasSetting(_ bytes: [UInt8]) -> Bool {
        var hasMore = false
        for index in bytes.indices.reversed() {
            let byte = bytes[index]
            if byte == 0x3D || byte == 0x3A {
                guard hasMore else { continue }
                var end = index
                while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x22 || bytes[end - 1] == 0x27 { end -= 1 }
                var start = end
                while start > 0, end - start < 257, isName(bytes[start - 1]) { start -= 1 }
                let name = bytes[start..<end]
                // Words of a sentence: "the second pass: …".
                let isProse = byte == 0x3A && end == index
                if SecretNames.contain(name, isProse: isProse),
                    !SecretNames.areHarmless(String(decoding: name, as: UTF8.self))
                {
                    return true
                }
            } else if byte > 0x20, byte != 0x22, byte != 0x27 {
                hasMore = true
            }
        }
        return false
    }

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

    /// `Bearer …`, `Basic …`, `Token …` followed by a random text, as in a header.
    private static func hasScheme(_ bytes: [UInt8], _ small: [UInt8]) -> Bool {
        for index in small.indices {
            guard index == 0 || !isName(small[index - 1]), let scheme = schemes.first(where: small[index...].starts)
            else { continue }
            let value = bytes[(index + scheme.count)...].drop { $0 == 0x20 }.prefix { isValue($0) }
            guard value.count >= 8 else { continue }
            if value.contains(where: { $0 &- 48 < 10 }) || value.last == 0x3D { return true }
            if scheme == schemes[0], value.count >= 24 { return true }
        }
        return false
    }

    private static let schemes = ["bearer ", "basic ", "token ", "apikey ", "aws4-hmac-sha256 "].map { Array($0.utf8) }

    /// A command line: `curl -u user:password`, `mysql -pSECRET`, `--password x`.
    private static func hasOption(_ text: String) -> Bool {
        guard text.utf8.contains(0x2D) else { return false }
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { word in
            word.filter { $0 != "'" && $0 != "\"" }
        }
        let isCurl = words.contains { $0.hasSuffix("curl") }
        let isMySQL = words.contains { $0.hasSuffix("mysql") || $0.hasSuffix("mysqldump") || $0.hasSuffix("mariadb") }
        for (index, word) in words.enumerated() where word.hasPrefix("-") {
            let next = index + 1 < words.count ? words[index + 1] : ""
            let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
            if isCurl, ["-u", "--user", "-U", "--proxy-user"].contains(word), isPair(next) { return true }
            if isCurl, word.hasPrefix("-u"), isPair(word.dropFirst(2).drop { $0 == "=" }) { return true }
            if isCurl, ["user", "proxy-user"].contains(name), isPair(word.drop { $0 != "=" }.dropFirst()) {
                return true
            }
            if isMySQL, word.hasPrefix("-p"), !word.hasPrefix("--"), word.count > 2 { return true }
            if word.hasPrefix("--"), word != "--", SecretNames.contain(name.utf8) {
                if word.contains("=") ? !word.hasSuffix("=") : !next.isEmpty && !next.hasPrefix("-") { return true }
            }
        }
        return words.contains { $0.hasSuffix("sshpass") } && words.contains("-p")
    }

    /// `user:password`
    private static func isPair(_ word: some StringProtocol) -> Bool {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[1].isEmpty
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || byte &- 97 < 26 || byte == 0x5F || byte == 0x2D
    }

    private static func isValue(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 32) &- 97 < 26 || "-._~+/=".utf8.contains(byte)
    }

    private static func contains(_ bytes: [UInt8], _ wanted: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount)
        guard let first = wanted.first else { return false }
        return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: wanted) }
    }
}

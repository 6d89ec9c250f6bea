/// Secrets with a recognisable shape in any context: a fixed prefix and a known length. Source: the formats that the
/// services publish; gitleaks' rules name most of them.
enum SecretShapes {
    /// Whether a text contains a secret with a known shape.
    static func areIn(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            guard isPart(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, isPart(bytes[end]) { end += 1 }
            if isSecret(bytes[start..<end]) { return true }
            start = end
        }
        return false
    }

    /// A secret may follow a separator within a run: `key=ghp_…`, `user:xoxb-…`.
    private static func isSecret(_ run: ArraySlice<UInt8>) -> Bool {
        guard run.count >= 12 else { return false }
        if isWebToken(run) || isAWSKey(run) || isRandom(run) || SecretMarks.areIn(run) { return true }
        let small = run.map { $0 &- 65 < 26 ? $0 | 32 : $0 }
        var isBeginning = true
        for (index, byte) in zip(run.indices, run) {
            if isBeginning, hasPrefix(run[index...]) || isHash(small[(index - run.startIndex)...]) { return true }
            isBeginning = !isWord(byte)
        }
        return false
    }

    /// The characters of a run: letters, digits and the signs of Base64, addresses and hashes.
    private static func isPart(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == 0x2D || byte == 0x2E || byte == 0x2B || byte == 0x2F || byte == 0x3D || byte == 0x7E
            || byte == 0x24 || byte == 0x2A || byte == 0x3A
    }

    private static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 48 < 10 || (byte | 32) &- 97 < 26 }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 48 < 10 || (byte | 32) &- 97 < 6 }

    private static func hasPrefix(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, let candidates = byFirstByte[first] else { return false }
        return candidates.contains { shape in
            guard rest.starts(with: shape.prefix) else { return false }
            let tail = rest.dropFirst(shape.prefix.count).prefix {
                isWord($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F || $0 == 0x2B || $0 == 0x3D
            }
            guard tail.count >= shape.length else { return false }
            // SQL names begin like some of the prefixes.
            return !shape.isAmbiguous
                || !tail.prefix(20).contains(0x5F)
                    && (tail.contains { $0 &- 48 < 10 } || tail.prefix(while: isAlphanumeric).count >= 32)
        }
    }

    private struct Shape {
        let prefix: [UInt8]
        let length: Int
        let isAmbiguous: Bool
    }

    private static let byFirstByte: [UInt8: [Shape]] = {
        var found: [UInt8: [Shape]] = [:]
        for (list, isAmbiguous) in [(plain, false), (ambiguous, true)] {
            for line in list.split(whereSeparator: \.isNewline) {
                let words = line.split(separator: " ")
                guard let length = words.first.flatMap({ Int($0) }) else { continue }
                for prefix in words.dropFirst().map({ Array($0.utf8) }) {
                    guard let first = prefix.first else { continue }
                    found[first, default: []].append(Shape(prefix: prefix, length: length, isAmbiguous: isAmbiguous))
                }
            }
        }
        return found
    }()

    /// Each line: the minimum number of characters after the prefix, and the prefixes.
    private static let plain = """
        6 xoxa- xoxb- xoxe- xoxe. xoxo- xoxp- xoxr- xoxs- xapp-
        8 sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ whsec_ FLWSECK- FLWSECK_TEST-
        12 AGE-SECRET-KEY-1 duffel_live_ duffel_test_ sm_aat_ sm_pat_ sm_sat_ dt0c01.
        16 ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glptt- gldt- glrt- glcbt- glffct- glft- glimt- glagent- gloas-
        16 glsoat- GR1348941 npm_ pypi- dckr_pat_ dckr_oat_ shpat_ shpca_ shppa_ shpss_ sq0atp- sq0csp- sk-ant-
        16 sk-proj- sk-svcacct- sk-admin- pplx- api_org_ tskey- lin_api_ lin_oauth_ pscale_tkn_ pscale_pw_
        16 pscale_oauth_ PMAK- sntryu_ sntrys_ dp.pt. dp.st. dp.ct. glsa_ shippo_live_ shippo_test_ tk-us- NRAK-
        16 NRII- NRJS- rubygems_ ATATT3 ATCTT3 key-live- ops_eyJ CLOJARS_ xkeysib- xsmtpsib- FwoGZXIvYXdz
        16 IQoJb3JpZ2lu FQoGZXIvYXdz LS0tLS1CRUdJTi bedrock-api-key- dop_v1_ doo_v1_ dor_v1_ sha256~
        20 _gitlab_session=
        28 A3-
        40 HRKU-AA sgp_ fio-u- s-s4t2ud- s-s4t2af- eyJrIjoi
        60 SG. pat. sat. v1.0-
        """

    /// The same for prefixes that names may have, too.
    private static let ambiguous = """
        16 hvs. hvb. LTAI gsk_ xai- r8_ hf_ ntn_ pul- tfp_ glc_ nfp_ squ_ sqp_ sqa_ sgp_ sbp_ figd_ SG. p8e- rdme_ pnu_
        26 API-
        32 ico-
        16 fio-u- fo1_ fm1r_ fm1a_ fm2_ EAAC EAAM
        20 AIza ya29. ABSK sk- dapi EZAK EZTK AKCp cmVmd HRKU- dnkey- EAAA AQVN ZXlK SK
        """

    /// A password hash of MySQL, crypt, bcrypt, Argon2, SCRAM or Django, or PostgreSQL's `md5…`.
    private static func isHash(_ rest: ArraySlice<UInt8>) -> Bool {
        let digest = rest.first == 0x2A ? 40 : rest.starts(with: "md5".utf8) ? 32 : 0
        if digest > 0 {
            let value = rest.dropFirst(digest == 40 ? 1 : 3).prefix(digest + 1)
            return value.prefix(digest).count { isHexadecimal($0) } == digest
                && (value.count == digest || value.last.map(isWord) == false)
        }
        return hashes.contains { rest.starts(with: $0) && rest.count >= $0.count + 8 }
    }

    private static let hashes = [
        "$1$", "$2$", "$2a$", "$2b$", "$2x$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$a$005$", "$apr1$", "$argon2",
        "$scrypt$", "$pbkdf2", "$md5$", "$sha1$", "pbkdf2_sha", "pbkdf2:sha", "scrypt:", "argon2$", "bcrypt$",
        "bcrypt_sha256$", "scram-sha-256$", "scram-sha-1$",
    ].map { Array($0.utf8) }

    /// `eyJ….eyJ….…`, a JSON web token; encrypted or unsigned ones have other parts.
    private static func isWebToken(_ run: ArraySlice<UInt8>) -> Bool {
        guard run.count > 30 else { return false }
        var isBeginning = true
        for index in run.indices.dropLast(30) {
            if isBeginning, run[index...].starts(with: "eyJ".utf8) {
                let token = run[index...].prefix { isWord($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x3D }
                return token.count > 30 && token.contains(0x2E)
            }
            isBeginning = !isWord(run[index])
        }
        return false
    }

    /// An access key id, also a temporary one.
    private static func isAWSKey(_ run: ArraySlice<UInt8>) -> Bool {
        run.split(whereSeparator: { !isWord($0) }).contains { word in
            word.count == 20 && ["AKIA", "ASIA", "ABIA", "ACCA"].contains { word.starts(with: $0.utf8) }
                && word.allSatisfy { $0 &- 65 < 26 || $0 &- 48 < 10 }
        }
    }

    /// A secret access key of AWS: 40 random Base64 characters of every kind, and no hexadecimal digest.
    private static func isRandom(_ run: ArraySlice<UInt8>) -> Bool {
        let value = run.lastIndex(of: 0x3D).map { run[($0 + 1)...] } ?? run
        guard value.count == 40, value.allSatisfy({ isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2F }) else {
            return false
        }
        let digits = value.count { $0 &- 48 < 10 }
        let capitals = value.count { $0 &- 65 < 26 }
        let changes = zip(value, value.dropFirst()).count { kind($0) != kind($1) }
        return digits >= 1 && capitals >= 6 && value.count - digits - capitals >= 6 && changes >= 12
    }

    private static func kind(_ byte: UInt8) -> Int {
        byte &- 48 < 10 ? 0 : byte &- 65 < 26 ? 1 : byte &- 97 < 26 ? 2 : 3
    }
}

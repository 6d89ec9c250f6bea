/// An engine version as RDS reports it, compared number by number.
struct EngineVersion: Comparable {
    private let numbers: [Int]

    /// Parses `16.4` of PostgreSQL and `3.07.1` of Aurora MySQL's `8.0.mysql_aurora.3.07.1`. `5.6.10a` is 5.6.10.
    init(_ text: String) {
        let own = text.split(separator: "_aurora.", maxSplits: 1).last.map(String.init) ?? text
        numbers = own.split(separator: ".").map { part in Int(part.prefix { $0.isNumber && $0.isASCII }) ?? 0 }
    }

    init(_ numbers: Int...) {
        self.numbers = numbers
    }

    var major: Int { numbers.first ?? 0 }

    static func < (left: EngineVersion, right: EngineVersion) -> Bool {
        for index in 0..<max(left.numbers.count, right.numbers.count) {
            let (one, other) = (left[index], right[index])
            if one != other { return one < other }
        }
        return false
    }

    static func == (left: EngineVersion, right: EngineVersion) -> Bool { !(left < right) && !(right < left) }

    private subscript(index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }

    /// Whether this version of the engine supports IAM authentication.
    ///
    /// Source: Aurora User Guide, "Supported Regions and Aurora DB engines for IAM database authentication".
    static func takesTokens(engine: String, version text: String) -> Bool {
        let version = EngineVersion(text)
        switch engine {
        case "aurora-postgresql":
            switch version.major {
            case ..<9: return false
            case 9: return version >= EngineVersion(9, 6, 16)
            case 10: return version >= EngineVersion(10, 11)
            case 11: return version >= EngineVersion(11, 6)
            default: return true
            }
        // `5.6.10a` is an Aurora MySQL version 1; RDS does not report its Aurora version.
        case "aurora" where !text.contains("_aurora."): return true
        case "aurora": return version >= EngineVersion(1, 10)
        default: return true
        }
    }
}

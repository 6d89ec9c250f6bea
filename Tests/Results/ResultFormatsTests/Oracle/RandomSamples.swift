import SQLWire

/// Random results from difficult pieces; the same for the same seed.
struct RandomSamples {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private static let pieces = [
        "a", "bc", "\"", ",", "\n", "\\.", "\\", "'", "", "漢", "é", "e\u{301}", "😀", "|", "+", " ", "日本", "ß",
        "\\N", "-", "\u{200B}", "𝒜", "👩\u{200D}👧", "long words of text", "\n\n", "{}", ":a", "%s",
    ]

    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }

    mutating func text(_ extra: [String] = []) -> String {
        let pieces = Self.pieces + extra
        if next(below: 10) == 0 { return "\\." }
        return (0..<next(below: 5)).map { _ in pieces[next(below: pieces.count)] }.joined()
    }

    /// PostgreSQL has results without columns; MySQL allows fewer characters in a name.
    mutating func sample(_ dialect: Dialect, extra: [String] = []) -> Sample {
        let columns = dialect == .postgresql ? next(below: 9) : 1 + next(below: 8)
        var sample = Sample([])
        for _ in 0..<columns {
            var name = "c"
            if dialect == .postgresql {
                name = String(text().unicodeScalars.prefix(15)) + ["", "x"][next(below: 2)]
                if name.isEmpty { name = "?column?" }
            } else {
                name = ["a", "é", "漢字", "bc\nd", "long name", "`", "x"][next(below: 7)]
            }
            sample.names.append(name)
            sample.kinds.append(next(below: 3) == 0 ? .integer : .text)
        }
        for _ in 0..<next(below: 7) {
            var row: [String?] = []
            for column in 0..<columns {
                if next(below: 6) == 0 {
                    row.append(nil)
                } else if sample.kinds[column] == .integer {
                    row.append(String(next(below: 200_000) - 100_000))
                } else {
                    row.append(text(extra))
                }
            }
            sample.rows.append(row)
        }
        return sample
    }
}

extension Sample {
    /// A query with this result, without a semicolon.
    func query(_ dialect: Dialect) -> String {
        let rows = rows.isEmpty ? [names.map { _ in nil as String? }] : rows
        let selects = rows.enumerated().map { index, row in
            "select "
                + row.indices.map { column in
                    literal(row[column], column, dialect) + (index == 0 ? " as " + quoted(names[column], dialect) : "")
                }.joined(separator: ", ")
        }
        let empty = self.rows.isEmpty ? (dialect == .mysql ? " from dual where false" : " where false") : ""
        return selects.joined(separator: " union all ") + empty
    }

    private func literal(_ value: String?, _ column: Int, _ dialect: Dialect) -> String {
        let isNumber = isNumber(column)
        switch dialect {
        case .postgresql:
            guard let value else { return isNumber ? "null::int" : "null::text" }
            return isNumber ? "(\(value))::int" : "E'\(escaped(value))'::text"
        case .mysql:
            guard let value else { return isNumber ? "cast(null as signed)" : "cast(null as char)" }
            return isNumber ? value : "'\(escaped(value))'"
        }
    }

    private func escaped(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "'": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: ["\\", "n"])
            case "\r": result.append(contentsOf: ["\\", "r"])
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private func quoted(_ name: String, _ dialect: Dialect) -> String {
        let quote: Unicode.Scalar = dialect == .postgresql ? "\"" : "`"
        var result = String.UnicodeScalarView([quote])
        for scalar in name.unicodeScalars {
            if scalar == quote { result.append(quote) }
            result.append(scalar)
        }
        result.append(quote)
        return String(result)
    }
}

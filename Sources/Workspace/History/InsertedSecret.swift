/// Detects rows written with a value for a secret column.
enum InsertedSecret {
    static func isIn(_ pieces: [Piece], _ words: [String]) -> Bool {
        if words.contains("update"), words.contains("set"), changesNamed(pieces) { return true }
        guard words.contains("insert") || words.contains("replace") || words.contains("copy") else { return false }
        guard
            words.contains(where: { SecretNames.contain($0.utf8) && !SecretNames.areHarmless($0) }) || namesTable(words)
        else { return false }
        if let values = values(pieces, words) { return values.contains(where: isValue) }
        return SecretWords.hasText(pieces)
    }

    /// `UPDATE settings SET value = 'x' WHERE name = 'smtp_password'`
    private static func changesNamed(_ pieces: [Piece]) -> Bool {
        let texts = pieces.compactMap { if case .text(let text) = $0, !text.isEmpty { text } else { nil } }
        return texts.count >= 2
            && texts.contains { text in
                let small = text.lowercased()
                return !small.utf8.contains { $0 <= 0x20 } && !SecretNames.areHarmless(small)
                    && SecretNames.contain(small.utf8, isProse: true)
            }
    }

    /// `INSERT INTO passwords VALUES (…)`
    private static func namesTable(_ words: [String]) -> Bool {
        guard let into = words.firstIndex(of: "into"), into + 1 < words.count else { return false }
        return ["tokens", "keys", "passwords", "secrets", "api_keys", "access_tokens", "credentials"].contains(
            words[into + 1])
    }

    /// The values of the secret columns in every row; nil when they cannot be determined.
    private static func values(_ pieces: [Piece], _ words: [String]) -> [ArraySlice<Piece>]? {
        guard let into = words.firstIndex(of: "into"),
            let keyword = words.firstIndex(where: { $0 == "values" || $0 == "value" }),
            let open = pieces[into...].firstIndex(of: .mark(0x28)), open < keyword,
            let close = pieces[open...].firstIndex(of: .mark(0x29)), close < keyword
        else { return nil }
        let columns = pieces[(open + 1)..<close].split(separator: .mark(0x2C))
        let secret = columns.indices.filter { index in
            guard case .word(let name)? = columns[index].last else { return false }
            return SecretNames.contain(name.utf8) && !SecretNames.areHarmless(name)
        }
        guard !secret.isEmpty else { return nil }
        var values: [ArraySlice<Piece>] = []
        for row in rows(pieces[(keyword + 1)...]) {
            guard row.count == columns.count else { return nil }
            values += secret.map { row[$0] }
        }
        return values
    }

    /// The rows after VALUES, each as the pieces of its values.
    private static func rows(_ pieces: ArraySlice<Piece>) -> [[ArraySlice<Piece>]] {
        var rows: [[ArraySlice<Piece>]] = []
        var row: [ArraySlice<Piece>] = []
        var depth = 0
        var start = pieces.startIndex
        for (index, piece) in zip(pieces.indices, pieces) {
            guard case .mark(let mark) = piece else { continue }
            switch mark {
            case 0x28:
                depth += 1
                if depth == 1 { (row, start) = ([], index + 1) }
            case 0x2C where depth == 1:
                row.append(pieces[start..<index])
                start = index + 1
            case 0x29:
                if depth == 1 { rows.append(row + [pieces[start..<index]]) }
                depth = max(0, depth - 1)
            default: break
            }
        }
        return rows
    }

    /// Whether it is a literal: a text or a number, not NULL, DEFAULT or a parameter.
    private static func isValue(_ value: ArraySlice<Piece>) -> Bool {
        value.contains { piece in
            switch piece {
            case .text(let text): !text.isEmpty
            case .number: true
            default: false
            }
        }
    }
}

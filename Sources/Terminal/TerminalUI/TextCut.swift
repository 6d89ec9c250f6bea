/// Fits texts to a width.
public enum TextCut {
    /// The text; if it is wider than `columns`, its beginning and `…`.
    public static func end(_ text: String, columns: Int, ellipsis: String = "…") -> String {
        guard DisplayWidth.of(text) > columns else { return text }
        let room = columns - DisplayWidth.of(ellipsis)
        guard room > 0 else { return columns > 0 ? String(prefix(of: text, columns: columns)) : "" }
        return String(prefix(of: text, columns: room)) + ellipsis
    }

    /// The text; if it is too wide, its beginning and end with `…` between them, for names that differ at the end.
    public static func middle(_ text: String, columns: Int, ellipsis: String = "…") -> String {
        guard DisplayWidth.of(text) > columns else { return text }
        let room = columns - DisplayWidth.of(ellipsis)
        guard room >= 4 else { return end(text, columns: columns, ellipsis: ellipsis) }
        return String(prefix(of: text, columns: (room + 1) / 2)) + ellipsis + suffix(of: text, columns: room / 2)
    }

    /// The text as lines of at most `columns`, broken at blanks if possible.
    public static func wrap(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                var word = String(word)
                let joined = line.isEmpty ? word : line + " " + word
                if DisplayWidth.of(joined) <= columns {
                    line = joined
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                while DisplayWidth.of(word) > columns {
                    let part = prefix(of: word, columns: columns)
                    // If a glyph is wider than the line, the rest of the text is dropped.
                    guard !part.isEmpty else { return lines }
                    lines.append(String(part))
                    word.removeFirst(part.count)
                }
                line = word
            }
            lines.append(line)
        }
        return lines
    }

    /// The text as lines of at most `columns`, broken anywhere: for addresses, which must not change.
    public static func chunks(_ text: String, columns: Int) -> [String] {
        var rest = text[...]
        var lines: [String] = []
        while !rest.isEmpty {
            let part = prefix(of: String(rest), columns: columns)
            guard !part.isEmpty else { break }
            lines.append(String(part))
            rest = rest.dropFirst(part.count)
        }
        return lines
    }

    private static func prefix(of text: String, columns: Int) -> Substring {
        var used = 0
        var index = text.startIndex
        while index < text.endIndex {
            used += DisplayWidth.of(String(text[index]))
            if used > columns { break }
            index = text.index(after: index)
        }
        return text[..<index]
    }

    private static func suffix(of text: String, columns: Int) -> String {
        var used = 0
        var kept: [Character] = []
        for character in text.reversed() {
            used += DisplayWidth.of(String(character))
            if used > columns { break }
            kept.append(character)
        }
        return String(kept.reversed())
    }
}

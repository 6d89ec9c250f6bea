import TerminalUI

/// Wraps a line that is wider than the screen.
enum TextWrap {
    /// The rows of a harmless text. All of it is kept, except blanks between words beyond the edge.
    ///
    /// - Parameters:
    ///   - columns: The width of a row.
    ///   - hanging: The indentation of all rows after the first.
    ///   - byWords: Whether to break between words if possible; otherwise rows are filled.
    static func ranges(_ text: String, columns: Int, hanging: Int = 0, byWords: Bool) -> [Range<String.Index>] {
        let scalars = text.unicodeScalars
        var parts: [Range<String.Index>] = []
        var (start, gap, limit) = (scalars.startIndex, scalars.startIndex, max(1, columns))
        // The width of the row so far, and up to the last gap between words.
        var (used, upToGap) = (0, 0)
        var isJoined = false
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let width = DisplayWidth.of(scalar)
            if byWords, scalar == " " {
                used += 1
                index = scalars.index(after: index)
                (gap, upToGap) = (index, used)
                isJoined = false
                continue
            }
            if width > 0, !isJoined, used + width > limit, index > start {
                let end = byWords && gap > start ? gap : index
                used = end == gap && byWords ? used - upToGap : 0
                parts.append(start..<end)
                start = end
                (upToGap, limit) = (0, max(1, columns - hanging))
            }
            used += width
            isJoined = scalar.value == 0x200D
            index = scalars.index(after: index)
        }
        parts.append(start..<scalars.endIndex)
        return parts
    }

    /// The indentation of a line in columns.
    static func indent(_ text: String) -> Int { text.utf8.prefix { $0 == 0x20 }.count }
}

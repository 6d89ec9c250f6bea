import TerminalUI

/// Where a line that is longer than a screen is wide goes on in the next row.
enum TextWrap {
    /// The parts of a harmless text, one a row. Nothing of it is left out but what stands beyond the edge as blanks
    /// between words.
    ///
    /// - Parameters:
    ///   - columns: Columns of a row.
    ///   - hanging: Columns that rows after the first one are shorter.
    ///   - byWords: Whether rows end between words, where there are any; else they are filled.
    static func ranges(_ text: String, columns: Int, hanging: Int = 0, byWords: Bool) -> [Range<String.Index>] {
        let scalars = text.unicodeScalars
        var parts: [Range<String.Index>] = []
        var (start, gap, limit) = (scalars.startIndex, scalars.startIndex, max(1, columns))
        // Columns of the row so far, and up to the last gap between words.
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

    /// Columns that a line is indented by.
    static func indent(_ text: String) -> Int { text.utf8.prefix { $0 == 0x20 }.count }
}

import TerminalUI

/// Columns of the screen that the characters of a line take when they are drawn harmless.
public struct TextColumns: Sendable, Equatable {
    /// Columns from one tab stop to the next, 1 to 64.
    public let tabWidth: Int

    /// Columns with tab stops.
    public init(tabWidth: Int = 4) { self.tabWidth = min(max(1, tabWidth), 64) }

    /// Columns of a character that is drawn in column `column`: a tab reaches to the next stop, and a control character
    /// takes what its picture takes.
    public func width(of character: Character, at column: Int) -> Int {
        if character == "\t" { return tabWidth - column % tabWidth }
        if let byte = character.utf8.first, byte >= 0x20, byte < 0x7F, character.utf8.count == 1 { return 1 }
        return DisplayWidth.of(HarmlessText.of(String(character)))
    }

    /// The column in which the character at byte `offset` of a line is drawn, the first being 0.
    public func column(in line: String, atByte offset: Int) -> Int {
        walk(line) { place, _, _ in place >= offset }.column
    }

    /// The byte of the character that is drawn over `column`; the line's end behind its last one.
    public func byte(in line: String, atColumn column: Int) -> Int {
        walk(line) { _, reached, width in reached + width > column }.place
    }

    /// Goes through a line until `stops` says so of a character's byte, column and width, or to its end.
    private func walk(
        _ line: String, until stops: (_ place: Int, _ column: Int, _ width: Int) -> Bool
    ) -> (place: Int, column: Int) {
        var (place, column) = (0, 0)
        let end = line.utf8.count
        while place < end {
            // Printable ASCII with more ASCII behind it is a character of one column; nearly all SQL is that.
            let plain =
                line.utf8.withContiguousStorageIfAvailable { bytes in
                    var index = place
                    while index + 1 < end, bytes[index] &- 0x20 < 0x5F, bytes[index + 1] < 0x80,
                        !stops(index, column + index - place, 1)
                    {
                        index += 1
                    }
                    return index
                } ?? place
            column += plain - place
            place = plain
            guard let character = line.character(at: place) else { break }
            let width = width(of: character, at: column)
            if stops(place, column, width) { break }
            column += width
            place += character.utf8.count
        }
        return (place, column)
    }
}

import TerminalUI

/// The screen columns of a line's characters, as drawn with unsafe characters replaced.
public struct TextColumns: Sendable, Equatable {
    /// The number of columns between tab stops, 1 to 64.
    public let tabWidth: Int

    public init(tabWidth: Int = 4) { self.tabWidth = min(max(1, tabWidth), 64) }

    /// The width of a character drawn at `column`: a tab reaches the next stop; a control character has the width of
    /// its replacement.
    public func width(of character: Character, at column: Int) -> Int {
        if character == "\t" { return tabWidth - column % tabWidth }
        if let byte = character.utf8.first, byte >= 0x20, byte < 0x7F, character.utf8.count == 1 { return 1 }
        return DisplayWidth.of(HarmlessText.of(String(character)))
    }

    /// The column of the character at byte `offset` of a line, counted from 0.
    public func column(in line: String, atByte offset: Int) -> Int {
        walk(line) { place, _, _ in place >= offset }.column
    }

    /// The byte offset of the character at `column`; the line's end if `column` is beyond it.
    public func byte(in line: String, atColumn column: Int) -> Int {
        walk(line) { _, reached, width in reached + width > column }.place
    }

    /// Visits the characters of a line until `stops` returns true for a character's byte, column and width.
    private func walk(
        _ line: String, until stops: (_ place: Int, _ column: Int, _ width: Int) -> Bool
    ) -> (place: Int, column: Int) {
        var (place, column) = (0, 0)
        let end = line.utf8.count
        while place < end {
            // Printable ASCII followed by ASCII is one column wide; nearly all SQL takes this path.
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

import TerminalUI

/// Columns of the screen that the characters of a line take when they are drawn harmless.
public struct TextColumns: Sendable, Equatable {
    /// Columns from one tab stop to the next; 1 at least.
    public let tabWidth: Int

    /// Columns with tab stops.
    public init(tabWidth: Int = 4) { self.tabWidth = max(1, tabWidth) }

    /// Columns of a character that is drawn in column `column`: a tab reaches to the next stop, and a control character
    /// takes what its picture takes.
    public func width(of character: Character, at column: Int) -> Int {
        if character == "\t" { return tabWidth - column % tabWidth }
        if let byte = character.utf8.first, byte >= 0x20, byte < 0x7F, character.utf8.count == 1 { return 1 }
        return DisplayWidth.of(HarmlessText.of(String(character)))
    }

    /// The column in which the character at byte `offset` of a line is drawn, the first being 0.
    public func column(in line: String, atByte offset: Int) -> Int {
        var column = 0
        var place = 0
        for character in line {
            guard place < offset else { break }
            column += width(of: character, at: column)
            place += character.utf8.count
        }
        return column
    }

    /// The byte of the character that is drawn over `column`; the line's end behind its last one.
    public func byte(in line: String, atColumn column: Int) -> Int {
        var reached = 0
        var place = 0
        for character in line {
            reached += width(of: character, at: reached)
            if reached > column { return place }
            place += character.utf8.count
        }
        return place
    }
}

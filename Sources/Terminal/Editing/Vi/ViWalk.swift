/// Moves through a text one character at a time for vi's word motions; a line end is a position of its own.
struct ViWalk {
    /// The kinds of steps.
    enum Step { case character, toLineEnd, line, nothing }

    let buffer: TextBuffer
    private(set) var place: TextPosition
    private var line: String
    private let isBig: Bool

    init(_ buffer: TextBuffer, at place: TextPosition, isBig: Bool = false) {
        self.buffer = buffer
        self.place = place
        self.isBig = isBig
        line = buffer.line(place.line)
    }

    var isOnEmptyLine: Bool { line.isEmpty }
    var isOnLastLine: Bool { place.line == buffer.lineCount - 1 }
    var isAtLineEnd: Bool { place.column >= line.utf8.count }

    /// Moves forward; a line end counts as a position.
    mutating func next() -> Step {
        if !isAtLineEnd {
            place.column = line.characterEnd(after: place.column)
            return isAtLineEnd ? .toLineEnd : .character
        }
        guard !isOnLastLine else { return .nothing }
        enter(place.line + 1)
        place.column = 0
        return .line
    }

    /// Moves back; a line end counts as a position.
    mutating func previous() -> Step {
        if place.column > 0 {
            place.column = line.characterStart(before: place.column)
            return .character
        }
        guard place.line > 0 else { return .nothing }
        enter(place.line - 1)
        place.column = line.utf8.count
        return .line
    }

    /// Moves forward; only the end of an empty line counts as a position.
    @discardableResult
    mutating func nextShown() -> Step {
        let step = next()
        return step != .character && step != .nothing && place.column > 0 ? next() : step
    }

    /// Moves back; only the end of an empty line counts as a position.
    @discardableResult
    mutating func previousShown() -> Step {
        let step = previous()
        return step == .line && place.column > 0 ? previous() : step
    }

    private mutating func enter(_ number: Int) {
        place.line = number
        line = buffer.line(number)
    }

    /// The kind of the character under the cursor: 0 for blanks and line ends.
    var kind: Int {
        guard let character = line.character(at: place.column) else { return 0 }
        let kind = ViWalk.kind(of: character)
        return isBig ? min(1, kind) : kind
    }

    /// The kind of a character: 0 for blanks.
    static func kind(of character: Character) -> Int {
        character == " " || character == "\t" || character == "\u{A0}" ? 0 : character.viKind
    }

    /// Moves while the kind stays the same. Returns false at the text's end.
    mutating func skip(_ kind: Int, forward: Bool) -> Bool {
        while self.kind == kind {
            if (forward ? next() : previous()) == .nothing { return false }
        }
        return true
    }

    /// Moves to the beginning of the word or run of blanks, within the line.
    mutating func toStartInLine() {
        let kind = kind
        while place.column > 0 {
            let here = place
            _ = previous()
            if self.kind != kind {
                place = here
                return
            }
        }
    }
}

extension Character {
    /// The kinds of characters in Vim: 1 for punctuation, 2 for letters, digits and `_`, others for scripts without
    /// blanks between words, where a change of script ends a word. Source: Vim, `utf_class`.
    var viKind: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0..<0x80: return isWordCharacter || self == "_" ? 2 : 1
        case 0x3040...0x309F: return 0x3040
        case 0x30A0...0x30FF: return 0x30A0
        case 0x3300...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2FA1F: return 0x4E00
        case 0xAC00...0xD7A3: return 0xAC00
        default: break
        }
        if isLetter || isNumber { return 2 }
        return scalar.properties.isEmojiPresentation ? 3 : 1
    }
}

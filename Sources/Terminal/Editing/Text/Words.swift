/// Words as in readline: only letters and digits of any script. `_` separates words, so that the parts of a name can be
/// reached; Ctrl-W deletes the whole name.
extension TextBuffer {
    /// The end of the word at or after `position`; nil when there is none.
    func wordEnd(after position: TextPosition) -> TextPosition? {
        var place = position
        guard advance(&place, while: { !$0.isWordCharacter }) else { return position == end ? nil : end }
        _ = advance(&place, while: \.isWordCharacter)
        return place
    }

    /// The beginning of the word before `position`; nil at the text's beginning.
    func wordStart(before position: TextPosition) -> TextPosition? {
        guard position > .start else { return nil }
        var place = position
        retreat(&place, while: { !$0.isWordCharacter })
        retreat(&place, while: \.isWordCharacter)
        return place
    }

    /// The beginning of the blank-delimited word before `position`.
    func blankDelimitedWordStart(before position: TextPosition) -> TextPosition {
        var place = position
        retreat(&place, while: \.isWhitespace)
        retreat(&place, while: { !$0.isWhitespace })
        return place
    }

    /// Moves past characters for which `holds` is true. Returns whether text follows.
    func advance(_ place: inout TextPosition, while holds: (Character) -> Bool) -> Bool {
        while let character = character(at: place) {
            guard holds(character), let next = position(after: place) else { return true }
            place = next
        }
        return false
    }

    func retreat(_ place: inout TextPosition, while holds: (Character) -> Bool) {
        while let previous = position(before: place), let character = character(at: previous), holds(character) {
            place = previous
        }
    }

    /// The empty line before the paragraph at or before `position`; the text's beginning when there is none.
    func paragraphStart(before position: TextPosition) -> TextPosition? {
        guard position > .start else { return nil }
        var number = position.column > 0 ? position.line : position.line - 1
        while number > 0, isBlank(number) { number -= 1 }
        while number > 0, !isBlank(number) { number -= 1 }
        return TextPosition(max(0, number), 0)
    }

    /// The empty line after the paragraph at or after `position`; the text's end when there is none.
    func paragraphEnd(after position: TextPosition) -> TextPosition? {
        guard position < end else { return nil }
        var number = position.line
        while number < lineCount, isBlank(number) { number += 1 }
        while number < lineCount, !isBlank(number) { number += 1 }
        return number < lineCount ? TextPosition(number, 0) : end
    }

    /// Whether a line has only blanks.
    func isBlank(_ number: Int) -> Bool { line(number).allSatisfy(\.isWhitespace) }
}

extension Character {
    var isWordCharacter: Bool {
        if let byte = utf8.first, utf8.count == 1 {
            return byte &- 48 < 10 || (byte | 32) &- 97 < 26
        }
        return isLetter || isNumber
    }
}

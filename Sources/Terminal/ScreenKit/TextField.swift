public import TerminalUI

/// A line of text that is being typed, with the keys that shells have for it.
public struct TextField: Sendable, Equatable {
    /// What is typed.
    public private(set) var text: String
    /// Characters before the cursor.
    public private(set) var cursor: Int
    /// Whether the text is only suggested: what is typed or pasted takes its place, keys that edit make it one's own.
    public private(set) var isSuggestion = false
    private static let longest = 4_096

    /// A line with the cursor at its end.
    public init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// A line with a text that is suggested.
    public init(suggesting text: String) {
        self.init(text)
        isSuggestion = !text.isEmpty
    }

    /// Takes a key that edits; answers false for any other one.
    public mutating func take(_ key: Key) -> Bool {
        let hasTaken = edit(key)
        if hasTaken { isSuggestion = false }
        return hasTaken
    }

    private mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .named(.backspace, _), .control("h"): remove(cursor - 1..<cursor)
        case .named(.delete, _): remove(cursor..<cursor + 1)
        case .named(.left, []), .control("b"): cursor = max(0, cursor - 1)
        case .named(.right, []), .control("f"): cursor = min(text.count, cursor + 1)
        case .named(.home, _), .control("a"): cursor = 0
        case .named(.end, _), .control("e"): cursor = text.count
        case .control("u"): remove(0..<cursor)
        case .control("k"): remove(cursor..<text.count)
        case .control("w"): remove(wordStart..<cursor)
        default: return false
        }
        return true
    }

    /// Takes pasted text; its lines become one.
    public mutating func insert(_ pasted: String) {
        if isSuggestion { (text, cursor, isSuggestion) = ("", 0, false) }
        let room = max(0, Self.longest - text.count)
        let line = String(pasted.map { $0.isNewline || $0 == "\t" ? " " : $0 }.prefix(room))
        let index = text.index(text.startIndex, offsetBy: cursor)
        text.insert(contentsOf: line, at: index)
        cursor = min(text.count, cursor + line.count)
    }

    /// Removes the characters that are not allowed; the cursor stays at its place in the text.
    public mutating func keep(_ isAllowed: (Character) -> Bool) {
        let before = text.prefix(cursor).count { !isAllowed($0) }
        text = text.filter(isAllowed)
        cursor -= before
    }

    private var wordStart: Int {
        let before = Array(text.prefix(cursor))
        var index = before.count
        while index > 0, before[index - 1] == " " { index -= 1 }
        while index > 0, before[index - 1] != " " { index -= 1 }
        return index
    }

    private mutating func remove(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<text.count)
        guard !range.isEmpty else { return }
        let start = text.index(text.startIndex, offsetBy: range.lowerBound)
        text.removeSubrange(start..<text.index(start, offsetBy: range.count))
        cursor = range.lowerBound
    }
}

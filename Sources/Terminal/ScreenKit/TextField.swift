public import TerminalUI

/// An input line with the editing keys of shells.
public struct TextField: Sendable, Equatable {
    public private(set) var text: String
    /// The number of characters before the cursor.
    public private(set) var cursor: Int
    /// Whether the text is a suggestion: typed or pasted text replaces it; editing keys accept it.
    public private(set) var isSuggestion = false
    /// Whether the text is a value of a table, whose line ends and tabs are kept.
    public private(set) var isValue = false
    /// The largest number of characters that typing and pasting reach.
    public var limit: Int { isValue ? 65_536 : 4_096 }

    /// A line with the cursor at its end.
    public init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// A value of a table.
    public init(value: String) {
        self.init(value)
        isValue = true
    }

    /// A line with a suggested text.
    public init(suggesting text: String) {
        self.init(text)
        isSuggestion = !text.isEmpty
    }

    /// Handles an editing key. Returns false for any other key.
    public mutating func take(_ key: Key) -> Bool {
        let hasTaken = edit(key)
        if hasTaken { isSuggestion = false }
        return hasTaken
    }

    private mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .named(.backspace, let held) where !held.isDisjoint(with: [.alt, .control]): remove(wordStart..<cursor)
        case .named(.backspace, _), .control("h"): remove(cursor - 1..<cursor)
        case .named(.delete, let held) where !held.isDisjoint(with: [.alt, .control]): remove(cursor..<wordEnd)
        case .named(.delete, _): remove(cursor..<cursor + 1)
        case .named(.left, []), .control("b"): cursor = max(0, cursor - 1)
        case .named(.right, []), .control("f"): cursor = min(text.count, cursor + 1)
        case .named(.home, _), .control("a"): cursor = 0
        case .named(.end, _), .control("e"): cursor = text.count
        case .control("u"): remove(0..<cursor)
        case .control("k"): remove(cursor..<text.count)
        case .control("w"): remove(blankWordStart..<cursor)
        case .named(.left, .alt), .named(.left, .control), .alt("b"): cursor = wordStart
        case .named(.right, .alt), .named(.right, .control), .alt("f"): cursor = wordEnd
        case .alt("d"): remove(cursor..<wordEnd)
        case .alt("c"): rewriteWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        case .alt("u"): rewriteWord { $0.uppercased() }
        case .alt("l"): rewriteWord { $0.lowercased() }
        default: return false
        }
        return true
    }

    /// Inserts pasted text; its lines are joined, except in a value.
    public mutating func insert(_ pasted: String) {
        if isSuggestion { (text, cursor, isSuggestion) = ("", 0, false) }
        let room = max(0, limit - text.count)
        let keepsLines = isValue
        let line = String(pasted.map { !keepsLines && ($0.isNewline || $0 == "\t") ? " " : $0 }.prefix(room))
        let index = text.index(text.startIndex, offsetBy: cursor)
        text.insert(contentsOf: line, at: index)
        cursor = min(text.count, cursor + line.count)
    }

    /// Removes the characters that are not allowed; the cursor keeps its position in the text.
    public mutating func keep(_ isAllowed: (Character) -> Bool) {
        let before = text.prefix(cursor).count { !isAllowed($0) }
        text = text.filter(isAllowed)
        cursor -= before
    }

    private mutating func remove(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<text.count)
        guard !range.isEmpty else { return }
        let start = text.index(text.startIndex, offsetBy: range.lowerBound)
        text.removeSubrange(start..<text.index(start, offsetBy: range.count))
        cursor = range.lowerBound
    }
}

// Words as in readline: letters and digits. Source: readline(3), "Commands For Moving".
extension TextField {
    /// The beginning of the word before the cursor, skipping blanks.
    private var wordStart: Int { start { $0.isLetter || $0.isNumber } }

    /// The beginning of the blank-delimited word before the cursor.
    private var blankWordStart: Int { start { $0 != " " } }

    /// The end of the word at or after the cursor.
    private var wordEnd: Int {
        let behind = text.dropFirst(cursor)
        let gap = behind.prefix { !$0.isLetter && !$0.isNumber }.count
        return cursor + gap + behind.dropFirst(gap).prefix { $0.isLetter || $0.isNumber }.count
    }

    private func start(_ isOfWord: (Character) -> Bool) -> Int {
        let before = text.prefix(cursor).reversed()
        let gap = before.prefix { !isOfWord($0) }.count
        return cursor - gap - before.dropFirst(gap).prefix(while: isOfWord).count
    }

    /// Rewrites the word at the cursor and moves past it.
    private mutating func rewriteWord(_ change: (Substring) -> String) {
        let (first, end) = (cursor, wordEnd)
        let behind = text.dropFirst(first)
        let gap = behind.prefix { !$0.isLetter && !$0.isNumber }
        let word = behind.dropFirst(gap.count).prefix(end - first - gap.count)
        let written = change(word)
        text = text.prefix(first) + gap + written + text.dropFirst(end)
        cursor = min(text.count, first + gap.count + written.count)
    }
}

import SQLScript
import SQLText
import SQLWire
import ScreenKit

/// Cached facts about one revision of the text; after a change, only the changed part is parsed again.
struct TextFacts: Sendable {
    /// The editor's revision of these facts.
    private(set) var revision = -1
    private(set) var bytes: [UInt8] = []
    /// The start of each line in bytes.
    private(set) var lineStarts: [Int] = [0]
    /// The start of the part typed since the last run, in bytes: Enter runs that part.
    var typedFrom = 0
    /// The last statement that another key than Enter ran, without its terminator: Enter does not repeat it.
    private var ranByKey: [UInt8]?
    /// The lexer's state at the beginning of each line; empty when unknown.
    private var states: [LexState] = []
    private var rules: LexRules?
    /// The number of lines lexed for this revision.
    private(set) var linesLexed = 0
    /// Whether the text may contain COPY data, which must not be read as statements: then it is parsed from its
    /// beginning.
    private var mayHoldRows = false
    /// All statements of a small text.
    private var passages: TextPassages?
    /// The statement that was requested last.
    private var found: (cursor: Int, passage: Passage?)?

    /// Larger texts have no colours and no mark at the statement.
    private static let largest = 1 << 22
    /// In larger texts, statements are searched only around the cursor.
    private static let small = 1 << 15

    mutating func follow(_ bytes: @autoclosure () -> [UInt8], revision: Int, rules: LexRules) {
        guard revision != self.revision || rules != self.rules else { return }
        let old = self.bytes
        self.revision = revision
        self.bytes = bytes()
        found = nil
        linesLexed = 0
        if self.bytes.count > Self.largest {
            lineStarts = TextChange(from: [], to: self.bytes).lineStarts(after: [0])
            states = []
            typedFrom = self.bytes.count
        } else {
            let knows = rules == self.rules && !states.isEmpty
            let change = TextChange(from: knows ? old : [], to: self.bytes)
            read(change, rules: rules, before: knows ? (lineStarts, states) : ([0], []))
            if knows { typedFrom = change.moved(typedFrom) }
        }
        self.rules = rules
        mayHoldRows = rules.dialect == .postgresql && SQLLexer.mayReadCopyData(self.bytes)
        passages = self.bytes.count <= Self.small ? TextPassages(of: self.bytes, rules: rules) : nil
    }

    /// Finds the lines again, and lexes them from the change to the first line with an unchanged state.
    private mutating func read(_ change: TextChange, rules: LexRules, before: (starts: [Int], states: [LexState])) {
        lineStarts = change.lineStarts(after: before.starts)
        let moved = before.starts.count - lineStarts.count
        let first = max(0, lineStarts.partition { $0 > change.prefix } - 1)
        let lexer = SQLLexer(rules: rules)
        states = before.states.isEmpty ? [LexState()] : Array(before.states[...min(first, before.states.count - 1)])
        states.reserveCapacity(lineStarts.count)
        while states.count < lineStarts.count {
            let line = states.count - 1
            let (_, next) = lexer.lexLine(lineBytes(of: line), states[line])
            let old = line + 1 + moved
            linesLexed += 1
            if lineStarts[line + 1] > change.newEnd, before.states.indices.contains(old), before.states[old] == next {
                states += before.states[old...]
            } else {
                states.append(next)
            }
        }
    }

    /// The bytes of a line without its end.
    func lineBytes(of line: Int) -> ArraySlice<UInt8> {
        guard lineStarts.indices.contains(line) else { return [] }
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        return bytes[lineStarts[line]..<max(lineStarts[line], end)]
    }

    /// The highlights of a line, in bytes of the line.
    func highlights(of line: Int) -> [Highlight.Span] {
        guard let rules, states.indices.contains(line) else { return [] }
        return Highlight.spans(of: lineBytes(of: line), states[line], by: SQLLexer(rules: rules)).0
    }

    /// The statement for a cursor before a byte.
    func statement(at cursor: Int) -> Passage? {
        if let passages { return passages.under(cursor: cursor) }
        if let found, found.cursor == cursor { return found.passage }
        return passage(at: cursor)
    }

    /// The statements and commands typed since the last run, up to a cursor.
    func typed(before cursor: Int) -> [Passage] {
        guard let rules, !states.isEmpty, typedFrom <= cursor else { return [] }
        var line = max(0, lineStarts.partition { $0 > typedFrom } - 1)
        while line > 0, mayHoldRows || !states[line].isBetweenStatements { line -= 1 }
        let start = lineStarts[line]
        let part = Array(bytes[start..<max(start, cursor)])
        return TextPassages(of: part, rules: rules, delimiter: states[line].delimiter).all.compactMap { found in
            let range = found.range.lowerBound + start..<found.range.upperBound + start
            return range.upperBound > typedFrom ? found.moved(to: range) : nil
        }
    }

    /// Records that a key ran statements; the last one ends at an offset.
    mutating func noteRun(_ last: Passage?, through end: Int) {
        typedFrom = max(typedFrom, end)
        ranByKey = last.map(Self.withoutEnd)
    }

    /// Records that Enter ran everything up to the end.
    mutating func noteEntered() {
        typedFrom = bytes.count
        ranByKey = nil
    }

    /// Whether a key has run this statement, possibly without the terminator it has now.
    func wasRun(_ passage: Passage) -> Bool {
        passage.range.lowerBound < typedFrom && ranByKey == Self.withoutEnd(passage)
    }

    private static func withoutEnd(_ passage: Passage) -> [UInt8] {
        guard case .statement(let statement) = passage.item else { return [] }
        var text = statement.text[...]
        while let last = text.last, [0x20, 0x0A, 0x09, UInt8(ascii: ";")].contains(last) { text.removeLast() }
        return Array(text)
    }

    /// Finds the statement at the cursor once for all callers.
    mutating func settle(at cursor: Int) {
        guard passages == nil, found?.cursor != cursor else { return }
        found = (cursor, passage(at: cursor))
    }

    /// A part of the text with whole statements: the one at the cursor and its neighbours.
    func surroundings(of cursor: Int, lines: Int = 100) -> Range<Int> {
        guard states.count == lineStarts.count, !states.isEmpty else { return 0..<bytes.count }
        let line = max(0, lineStarts.partition { $0 > cursor } - 1)
        var first = max(0, line - lines)
        while first > 0, !states[first].isBetweenStatements { first -= 1 }
        var end = min(lineStarts.count, line + 1 + lines)
        while end < lineStarts.count, !states[end].isBetweenStatements { end += 1 }
        return lineStarts[first]..<(end < lineStarts.count ? lineStarts[end] : bytes.count)
    }

    private func passage(at cursor: Int) -> Passage? {
        guard let rules, !states.isEmpty else { return nil }
        var lines = 100
        while true {
            let part = mayHoldRows ? 0..<bytes.count : surroundings(of: cursor, lines: lines)
            let line = max(0, lineStarts.partition { $0 > part.lowerBound } - 1)
            let inPart = TextPassages(
                of: Array(bytes[part]), rules: rules, delimiter: states[line].delimiter)
            let all = inPart.all
            let isEnough =
                (part.lowerBound == 0 || all.contains { $0.range.upperBound + part.lowerBound < cursor })
                && (part.upperBound == bytes.count || all.contains { $0.range.lowerBound + part.lowerBound > cursor })
            guard isEnough || part == 0..<bytes.count else {
                lines *= 4
                continue
            }
            return inPart.under(cursor: cursor - part.lowerBound).map { found in
                let start = part.lowerBound
                let range = found.range.lowerBound + start..<found.range.upperBound + start
                return found.moved(to: range)
            }
        }
    }
}

/// The part in which two versions of a text differ.
struct TextChange {
    /// The number of unchanged bytes before it.
    let prefix: Int
    /// The end of the part in the old and in the new text.
    let oldEnd: Int
    let newEnd: Int
    private let text: [UInt8]

    init(from old: [UInt8], to text: [UInt8]) {
        self.text = text
        let shorter = min(old.count, text.count)
        (prefix, oldEnd, newEnd) = old.withUnsafeBufferPointer { old in
            text.withUnsafeBufferPointer { text in
                var prefix = 0
                while prefix < shorter, old[prefix] == text[prefix] { prefix += 1 }
                var suffix = 0
                while suffix < shorter - prefix, old[old.count - 1 - suffix] == text[text.count - 1 - suffix] {
                    suffix += 1
                }
                return (prefix, old.count - suffix, text.count - suffix)
            }
        }
    }

    /// The new offset of an old one; inside the changed part, its beginning.
    func moved(_ place: Int) -> Int {
        if place > oldEnd { return place + newEnd - oldEnd }
        return min(place, prefix)
    }

    /// The new starts of lines, computed from the old ones.
    func lineStarts(after before: [Int]) -> [Int] {
        var starts = Array(before[..<before.partition { $0 > prefix }])
        for index in prefix..<max(prefix, newEnd) where text[index] == 0x0A { starts.append(index + 1) }
        let shift = newEnd - oldEnd
        return starts + before[before.partition { $0 > oldEnd }...].map { $0 + shift }
    }
}

extension [Int] {
    /// The first index for which the condition is true, if it is true for all later ones, too.
    fileprivate func partition(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

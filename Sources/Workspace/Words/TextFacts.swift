import SQLCore
import SQLText

/// What is known of the text as of a revision: read once, however often it is drawn.
struct TextFacts: Sendable {
    /// The editor's revision that all of this is about.
    private(set) var revision = -1
    private(set) var bytes: [UInt8] = []
    private(set) var passages: TextPassages?
    /// Where each line begins, in bytes.
    private(set) var lineStarts: [Int] = [0]
    /// What each line begins inside of.
    private var states: [LexState] = []
    private var rules: LexRules?

    /// Texts that are larger are shown without colours and have no mark at the statement.
    private static let largest = 1 << 20

    mutating func follow(_ bytes: @autoclosure () -> [UInt8], revision: Int, rules: LexRules) {
        guard revision != self.revision || rules != self.rules else { return }
        self.revision = revision
        self.rules = rules
        self.bytes = bytes()
        lineStarts = [0]
        for (index, byte) in self.bytes.enumerated() where byte == 0x0A { lineStarts.append(index + 1) }
        states = []
        passages = self.bytes.count <= Self.largest ? TextPassages(of: self.bytes, rules: rules) : nil
        guard passages != nil else { return }
        let lexer = SQLLexer(rules: rules)
        var state = LexState()
        for line in lineStarts.indices {
            states.append(state)
            (_, state) = lexer.lexLine(lineBytes(of: line), state)
        }
    }

    /// The bytes of a line, without its end.
    func lineBytes(of line: Int) -> ArraySlice<UInt8> {
        guard lineStarts.indices.contains(line) else { return [] }
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        return bytes[lineStarts[line]..<max(lineStarts[line], end)]
    }

    /// How the parts of a line look, in bytes of the line.
    func highlights(of line: Int) -> [Highlight.Span] {
        guard let rules, states.indices.contains(line) else { return [] }
        return Highlight.spans(of: lineBytes(of: line), states[line], by: SQLLexer(rules: rules)).0
    }

    /// The statement that is meant with the cursor before a byte.
    func statement(at cursor: Int) -> Passage? { passages?.under(cursor: cursor) }
}

import SQLCore
import SQLText

/// What is known of the text as of a revision: read once, however often it is drawn.
struct TextFacts: Sendable {
    /// The editor's revision that all of this is about.
    private(set) var revision = -1
    private(set) var bytes: [UInt8] = []
    private(set) var ranges: StatementRanges?
    /// Where each line begins, in bytes.
    private(set) var lineStarts: [Int] = [0]
    private(set) var highlights: [Highlight.Span] = []
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
        guard self.bytes.count <= Self.largest else {
            ranges = nil
            highlights = []
            return
        }
        ranges = StatementRanges(of: self.bytes, rules: rules)
        let tokens = SQLLexer(rules: rules).lex(self.bytes)
        highlights = Highlight.spans(tokens, in: self.bytes)
    }
}

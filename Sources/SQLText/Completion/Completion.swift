public import SQLCore

/// Answers what could stand at a cursor.
public struct Completion: Sendable {
    /// No answer has more candidates.
    public static let limit = 200

    /// How the text is read.
    public let rules: LexRules

    /// Completion in a text that is read by `rules`.
    public init(rules: LexRules) {
        self.rules = rules
    }

    /// What could stand before byte `cursor` of `text`.
    ///
    /// - Parameters:
    ///   - text: The editor's text, or at least the statement that the cursor is in.
    ///   - names: What is known of the database.
    ///   - uses: How often a candidate's text was used lately; the more, the earlier it comes.
    public func answer(
        text: [UInt8], cursor: Int, names: SchemaNames, uses: [String: Int] = [:]
    ) -> CompletionAnswer {
        CompletionAnswer(replaced: cursor..<cursor, candidates: [], needs: [])
    }
}

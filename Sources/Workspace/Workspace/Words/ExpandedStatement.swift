import SQLScript

/// The origin of a statement with substituted variables.
struct ExpandedStatement: Sendable, Equatable {
    /// The text as written.
    let written: [UInt8]
    /// The text with the values.
    let expanded: ExpandedText
    /// The start of the statement in the expanded text.
    let start: Int

    /// The offset in the written text for a byte of the statement.
    func writtenOffset(of offset: Int) -> Int { expanded.originalOffset(of: start + offset) }
}

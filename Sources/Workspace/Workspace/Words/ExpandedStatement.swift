import SQLCore

/// What a statement was before the values of variables were put in.
struct ExpandedStatement: Sendable, Equatable {
    /// The text as it was written.
    let written: [UInt8]
    /// The same with the values in it.
    let expanded: ExpandedText
    /// Where the statement begins in that.
    let start: Int

    /// Where in the written text a byte of the statement comes from.
    func writtenOffset(of offset: Int) -> Int { expanded.originalOffset(of: start + offset) }
}

public import SQLCore

/// Turns results into bytes, one result after another, a batch of rows at a time.
///
/// What it makes gathers in `output`; the caller writes that out after each call and empties it. A writer holds no more
/// than one batch's output and, where columns are laid out, a bounded number of rows.
public protocol ResultWriter: Sendable {
    /// Bytes made and not yet taken.
    var output: OutputBuffer { get set }

    /// A result of these columns starts.
    mutating func begin(_ columns: [Column])
    /// More rows of the result.
    mutating func write(_ batch: RowBatch)
    /// Rows of another server follow in the same result. Their columns have the same names, except where each row
    /// names its values.
    mutating func resume(_ columns: [Column], _ dialect: Dialect)
    /// The result is complete.
    mutating func end()
    /// The result broke off: what is held back is written. What a format would close, or what could be taken for
    /// all of it, is left open or says INCOMPLETE.
    mutating func abandon()
}

extension ResultWriter {
    /// What a value is makes no difference to most formats.
    public mutating func resume(_ columns: [Column], _ dialect: Dialect) {}
}

public import SQLWire

/// Formats results as bytes, one result after another, one batch of rows at a time.
///
/// The bytes collect in `output`; the caller writes and empties it after each call. A writer stores at most one batch's
/// output and, for aligned columns, a limited number of rows.
public protocol ResultWriter: Sendable {
    /// The bytes that the caller has not written yet.
    var output: OutputBuffer { get set }

    /// Begins a result with these columns.
    mutating func begin(_ columns: [Column])
    /// Adds rows to the result.
    mutating func write(_ batch: RowBatch)
    /// Continues the result with rows of another server. Their columns must have the same names, unless each row
    /// contains the names.
    mutating func resume(_ columns: [Column], _ dialect: Dialect)
    /// Ends a complete result.
    mutating func end()
    /// Ends an incomplete result and writes the rows held back. The closing part of the format is omitted, or the
    /// result is marked INCOMPLETE, so that it cannot pass as complete.
    mutating func abandon()
}

extension ResultWriter {
    /// In most formats the column kinds do not matter.
    public mutating func resume(_ columns: [Column], _ dialect: Dialect) {}
}

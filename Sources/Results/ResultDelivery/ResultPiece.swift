public import SQLWire

/// A piece of one cluster's answer to a script.
public enum ResultPiece: Sendable {
    /// The next statement, or the next text of several statements, will run.
    case statement
    /// Begins a result with rows.
    case header(ResultHeader)
    /// More of its rows.
    case rows(RowBatch)
    /// Bytes of a `COPY … TO STDOUT`.
    case data([UInt8])
    /// A statement has ended, with or without a result: complete or aborted.
    case end(isComplete: Bool)
    /// The cluster has finished the script.
    case finished
}

public import SQLCore

/// A piece of what one cluster answers to a script.
public enum ResultPiece: Sendable {
    /// The script's next statement is about to run there, or its next text of several.
    case statement
    /// A result with rows begins.
    case header(ResultHeader)
    /// More of its rows.
    case rows(RowBatch)
    /// Bytes of a `COPY … TO STDOUT`.
    case data([UInt8])
    /// One statement is over, with a result or without: complete, or broken off.
    case end(isComplete: Bool)
    /// The cluster has nothing more to say.
    case finished
}

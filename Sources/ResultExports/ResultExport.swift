public import Failures
public import ResultFormats
public import Results

/// How far an export has come.
public struct ExportProgress: Sendable, Equatable {
    /// Rows written.
    public var rows: Int
    /// Rows in all.
    public var totalRows: Int
    /// Bytes written.
    public var bytes: Int
}

/// Rows of a result on their way into a file, or to the clipboard.
public struct ResultExport: Sendable {
    private let store: ResultStore
    private let format: ResultFormat
    private let options: WriterOptions
    private let selection: RowSelection?
    private let positions: Range<Int>?
    private let columns: [Int]?

    /// An export of the rows that are there when it is run.
    ///
    /// - Parameters:
    ///   - options: The server's conventions, and the table that `insert` names.
    ///   - selection: Which rows, in which order; nil for all as they arrived.
    ///   - positions: Only the rows at these positions; nil for all.
    ///   - columns: Only these columns, in this order; nil for all.
    public init(
        _ store: ResultStore, as format: ResultFormat, options: WriterOptions, selection: RowSelection? = nil,
        positions: Range<Int>? = nil, columns: [Int]? = nil
    ) {
        self.store = store
        self.format = format
        self.options = options
        self.selection = selection
        self.positions = positions
        self.columns = columns
    }

    /// Writes a new file of mode 0600 under a name of its own, which takes the place of `path` when it is complete.
    ///
    /// - Parameters:
    ///   - replaces: Whether a file of the user's that stands there gives way. Links and whatever is not such a file
    ///     never do.
    ///   - progress: Is told after each batch.
    ///   - isCancelled: Is asked after each batch whether to stop; then nothing is left behind.
    /// - Returns: What was written; nil when it was cancelled.
    /// - Throws: A `Failure`; then nothing is left behind, and what stood there is as it was.
    public func write(
        to path: String, replaces: Bool, progress: (ExportProgress) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws(Failure) -> ExportProgress? {
        nil
    }

    /// What the file would hold.
    ///
    /// - Parameter limit: The most bytes there may be.
    /// - Returns: The bytes; nil when it was cancelled.
    /// - Throws: A `Failure`, also when there are more bytes than that.
    public func bytes(limit: Int, isCancelled: () -> Bool = { false }) throws(Failure) -> [UInt8]? {
        nil
    }
}

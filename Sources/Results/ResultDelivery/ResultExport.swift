public import Failures
import LocalFiles
public import ResultFormats
public import Results
import SQLWire

/// An export of a result's rows into a file or to the clipboard.
public struct ResultExport: Sendable {
    private let store: ResultStore
    private let format: ResultFormat
    private let options: WriterOptions
    private let selection: RowSelection?
    private let positions: Range<Int>?
    private let columns: [Int]?

    /// An export of the rows that exist when it runs.
    ///
    /// - Parameters:
    ///   - options: The server's conventions, and the table name for `insert`.
    ///   - selection: The rows and their order; nil for all in the order of arrival.
    ///   - positions: The positions of the rows; nil for all.
    ///   - columns: The columns in order; nil for all.
    public init(
        _ store: ResultStore, as format: ResultFormat, options: WriterOptions, selection: RowSelection? = nil,
        positions: Range<Int>? = nil, columns: [Int]? = nil
    ) {
        self.store = store
        self.format = format
        self.options = options
        self.selection = selection
        self.positions = positions
        self.columns = columns.map { $0.filter(store.columns.indices.contains) }
    }

    /// Writes a new file of mode 0600, which replaces `path` when it is complete. The rows of an incomplete result go
    /// to `path.partial`, without the closing part of their format.
    ///
    /// - Parameters:
    ///   - replaces: Whether to replace an existing file of the user. Links and other kinds of files are never
    ///     replaced.
    ///   - progress: Called after each batch.
    ///   - isCancelled: Called after each batch; returns whether to stop and leave nothing behind.
    /// - Returns: The written file; nil when cancelled.
    /// - Throws: A `Failure`; then nothing is left behind, and an existing file is unchanged.
    public func write(
        to path: String, replaces: Bool, progress: (ExportProgress) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws(Failure) -> ExportedFile? {
        let file = try FutureFile(path, replaces: replaces)
        let done = try run(progress: progress, isCancelled: isCancelled) { (output) throws(Failure) in
            try output.withBytes { (bytes) throws(Failure) in try file.write(bytes) }
        }
        guard let done else { return nil }
        let isWhole = isWhole
        guard isWhole else {
            let part = try file.placePart()
            return ExportedFile(progress: done, path: part, isWhole: false)
        }
        try file.place()
        return ExportedFile(progress: done, path: path, isWhole: true)
    }

    /// Whether all requested rows exist: selected rows do; of all rows, an incomplete result may lack some.
    private var isWhole: Bool { positions != nil || store.isComplete }

    /// The content of the file.
    ///
    /// - Parameter limit: The maximum number of bytes.
    /// - Returns: The bytes; nil when cancelled.
    /// - Throws: A `Failure`, also when there are more than `limit` bytes.
    public func bytes(limit: Int, isCancelled: () -> Bool = { false }) throws(Failure) -> [UInt8]? {
        var all: [UInt8] = []
        let take = { (output: OutputBuffer) throws(Failure) in
            guard output.count <= limit - all.count else {
                throw Failure(
                    .badData, "the rows are too much to be copied", why: "at most \(limit) bytes are",
                    next: "copy fewer of them, or export them to a file")
            }
            output.withBytes { all.append(contentsOf: $0) }
        }
        let done = try run(progress: { _ in }, isCancelled: isCancelled, take)
        return done.map { _ in all }
    }

    /// Passes the formatted rows to `take`, part by part. Returns nil when cancelled.
    private func run(
        progress: (ExportProgress) -> Void, isCancelled: () -> Bool, _ take: (OutputBuffer) throws(Failure) -> Void
    ) throws(Failure) -> ExportProgress? {
        let available = selection?.count ?? store.rowCount
        // Rows that arrive later are not part of the export.
        let positions = (positions ?? 0..<available).clamped(to: 0..<available)
        var done = ExportProgress(rows: 0, totalRows: positions.count, bytes: 0)
        var writer = format.makeWriter(options)
        func flush() throws(Failure) {
            try take(writer.output)
            done.bytes += writer.output.count
            writer.output.removeAll()
        }
        writer.begin(columns?.map { store.columns[$0] } ?? store.columns)
        try flush()
        var isStopped = isCancelled()
        do {
            try store.forEachBatch(in: selection, positions: isStopped ? 0..<0 : positions, columns: columns) { batch in
                writer.write(batch)
                try flush()
                done.rows += batch.rowCount
                progress(done)
                isStopped = isCancelled()
                return !isStopped
            }
        } catch {
            throw error as? Failure ?? Failure(.internalError, "cannot export the rows", why: "\(error)")
        }
        if isStopped { return nil }
        if isWhole { writer.end() } else { writer.abandon() }
        try flush()
        return done
    }
}

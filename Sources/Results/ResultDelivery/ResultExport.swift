public import Failures
import LocalFiles
public import ResultFormats
public import Results
import SQLCore

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
        self.columns = columns.map { $0.filter(store.columns.indices.contains) }
    }

    /// Writes a new file of mode 0600, which takes the place of `path` when it is complete. Rows of a result that broke
    /// off are in `path.partial` then, and what their format would close is left open.
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

    /// Whether all rows that were asked for have come: chosen rows are there, of all those the result may lack some.
    private var isWhole: Bool { positions != nil || store.isComplete }

    /// What the file would hold.
    ///
    /// - Parameter limit: The most bytes there may be.
    /// - Returns: The bytes; nil when it was cancelled.
    /// - Throws: A `Failure`, also when there are more bytes than that.
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

    /// Hands over what the format makes of the rows, bit by bit. Answers nil when it was cancelled.
    private func run(
        progress: (ExportProgress) -> Void, isCancelled: () -> Bool, _ take: (OutputBuffer) throws(Failure) -> Void
    ) throws(Failure) -> ExportProgress? {
        let available = selection?.count ?? store.rowCount
        // Rows that arrive from now on are not part of it.
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

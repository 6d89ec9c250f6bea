public import SQLWire

/// Collects the answer to a catalogue query, up to limits.
public struct CatalogRows: Sendable {
    /// The rows; invalid UTF-8 is repaired.
    public private(set) var rows: [[String?]] = []
    /// The columns' names.
    public private(set) var columns: [String] = []
    /// The server's refusal, if any.
    public private(set) var failure: ServerMessage?
    /// Whether rows beyond the limits were dropped.
    public private(set) var isCut = false
    private let rowLimit: Int
    private let byteLimit: Int
    private var bytes = 0

    /// Creates a collector with limits.
    public init(rowLimit: Int = 10_000, byteLimit: Int = 16 << 20) {
        self.rowLimit = rowLimit
        self.byteLimit = byteLimit
    }

    /// Handles a part of the answer; of several results, the last one's rows are kept.
    public mutating func take(_ event: ResultEvent) {
        switch event {
        case .columns(let columns):
            self.columns = columns.map { String(decoding: $0.name, as: UTF8.self) }
            (rows, bytes, isCut) = ([], 0, false)
        case .rows(let batch): take(batch)
        case .failed(let message): failure = message
        case .complete, .data, .notice: break
        }
    }

    /// Adds rows.
    public mutating func take(_ batch: RowBatch) {
        batch.withValues { values in
            for row in 0..<values.rowCount {
                let size = (0..<values.columnCount).reduce(0) { $0 + (values[row, $1]?.count ?? 0) }
                guard rows.count < rowLimit, bytes + size <= byteLimit else {
                    isCut = true
                    return
                }
                bytes += size
                rows.append(
                    (0..<values.columnCount).map { column in
                        values[row, column].map { String(decoding: $0, as: UTF8.self) }
                    })
            }
        }
    }
}

/// The progress of an export.
public struct ExportProgress: Sendable, Equatable {
    /// Rows written.
    public var rows: Int
    /// The total number of rows.
    public var totalRows: Int
    /// Bytes written.
    public var bytes: Int

    public init(rows: Int, totalRows: Int, bytes: Int) {
        self.rows = rows
        self.totalRows = totalRows
        self.bytes = bytes
    }
}

/// How far an export has come.
public struct ExportProgress: Sendable, Equatable {
    /// Rows written.
    public var rows: Int
    /// Rows in all.
    public var totalRows: Int
    /// Bytes written.
    public var bytes: Int

    /// Progress of its parts.
    public init(rows: Int, totalRows: Int, bytes: Int) {
        self.rows = rows
        self.totalRows = totalRows
        self.bytes = bytes
    }
}

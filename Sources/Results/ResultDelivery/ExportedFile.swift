/// A file written by an export.
public struct ExportedFile: Sendable, Equatable {
    /// The rows and bytes written.
    public let progress: ExportProgress
    public let path: String
    /// False for an incomplete result.
    public let isWhole: Bool

    /// The number of rows.
    public var rows: Int { progress.rows }
}

/// A file that an export has made.
public struct ExportedFile: Sendable, Equatable {
    /// What is in it.
    public let progress: ExportProgress
    /// Where it is.
    public let path: String
    /// False for the part of a result that broke off.
    public let isWhole: Bool

    /// Rows in it.
    public var rows: Int { progress.rows }
}

/// Which row is meant, however the table is sorted: a cluster's name, and which one of that name where a file has two.
public struct RowID: Sendable, Hashable {
    /// The cluster's name.
    public let name: String
    /// 0 for the first of that name.
    public let ordinal: Int

    /// A row by its cluster's name.
    public init(_ name: String, ordinal: Int = 0) {
        self.name = name
        self.ordinal = ordinal
    }
}

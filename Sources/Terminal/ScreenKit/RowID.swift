/// The identity of a row, independent of the sort order: a cluster's name, and a number if a file has the name twice.
public struct RowID: Sendable, Hashable {
    /// The cluster's name.
    public let name: String
    /// 0 for the first of that name.
    public let ordinal: Int

    /// The row of a cluster.
    public init(_ name: String, ordinal: Int = 0) {
        self.name = name
        self.ordinal = ordinal
    }
}

public import SQLCore

/// What is known of a result before its rows.
public struct ResultHeader: Sendable {
    /// Its columns, without the cluster's.
    public var columns: [Column]
    /// Which server's conventions its values follow.
    public var dialect: Dialect
    /// The table that `insert` names, quoted already; nil for one named `result`.
    public var target: [UInt8]?
    /// Whether it is to be written a line for each value where it would be a table.
    public var isExpanded: Bool

    /// A header of its parts.
    public init(columns: [Column], dialect: Dialect, target: [UInt8]? = nil, isExpanded: Bool = false) {
        self.columns = columns
        self.dialect = dialect
        self.target = target
        self.isExpanded = isExpanded
    }

    /// The same with the cluster's column before all others.
    var led: ResultHeader {
        var led = self
        led.columns.insert(Column(name: Array("cluster".utf8), kind: .text, mayBeNull: false), at: 0)
        return led
    }
}

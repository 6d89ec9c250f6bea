public import SQLWire

/// The description of a result before its rows.
public struct ResultHeader: Sendable {
    /// The columns without the cluster's.
    public var columns: [Column]
    /// The conventions of the values.
    public var dialect: Dialect
    /// The quoted table name for `insert`; nil means `result`.
    public var target: [UInt8]?
    /// Whether a table is written with one line for each value.
    public var isExpanded: Bool

    public init(columns: [Column], dialect: Dialect, target: [UInt8]? = nil, isExpanded: Bool = false) {
        self.columns = columns
        self.dialect = dialect
        self.target = target
        self.isExpanded = isExpanded
    }

    /// The same header with the cluster's column first.
    var led: ResultHeader {
        var led = self
        led.columns.insert(Column(name: Array("cluster".utf8), kind: .text, mayBeNull: false), at: 0)
        return led
    }
}

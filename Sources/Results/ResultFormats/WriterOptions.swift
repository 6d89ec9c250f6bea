public import SQLWire

/// A writer's options besides the format.
public struct WriterOptions: Sendable {
    /// The server's conventions.
    public var dialect: Dialect
    /// Whether the output goes to a terminal; then it is made harmless.
    public var forTerminal: Bool
    /// Whether to omit the row count below a table.
    public var quiet: Bool
    /// The value of a leading column named `cluster`; nil for no such column.
    public var clusterColumn: [UInt8]?
    /// The quoted table name for `insert`; nil means `result`.
    public var insertTarget: [UInt8]?

    /// How `csv` writes NULL and the empty text.
    public var csv: CSVChoice

    public init(
        dialect: Dialect, forTerminal: Bool = false, quiet: Bool = false, clusterColumn: [UInt8]? = nil,
        insertTarget: [UInt8]? = nil, csv: CSVChoice = CSVChoice()
    ) {
        self.csv = csv
        self.dialect = dialect
        self.forTerminal = forTerminal
        self.quiet = quiet
        self.clusterColumn = clusterColumn
        self.insertTarget = insertTarget
    }

    /// A result's columns, with the leading one.
    func columns(_ columns: [Column]) -> [Column] {
        guard clusterColumn != nil else { return columns }
        return [Column(name: Array("cluster".utf8), kind: .text, mayBeNull: false)] + columns
    }

    /// The width rule of the output.
    var widthRule: WidthRule {
        if forTerminal { return .terminal }
        return dialect == .postgresql ? .psql : .mariadb
    }
}

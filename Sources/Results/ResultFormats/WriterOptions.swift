public import SQLCore

/// What a writer needs to know besides its format.
public struct WriterOptions: Sendable {
    /// Which server's conventions to follow.
    public var dialect: Dialect
    /// Whether a terminal gets the output: everything in it is then made harmless.
    public var forTerminal: Bool
    /// Whether the row count below a table is left out.
    public var quiet: Bool
    /// The value of a leading column named `cluster`; nil for no such column.
    public var clusterColumn: [UInt8]?
    /// The table that `insert` names, quoted already; nil for one named `result`.
    public var insertTarget: [UInt8]?

    /// How `csv` writes NULL and the empty text.
    public var csv: CSVChoice

    /// Options for one output.
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

    /// A result's columns with the leading one.
    func columns(_ columns: [Column]) -> [Column] {
        guard clusterColumn != nil else { return columns }
        return [Column(name: Array("cluster".utf8), kind: .text, mayBeNull: false)] + columns
    }

    /// How wide text is where it goes.
    var widthRule: WidthRule {
        if forTerminal { return .terminal }
        return dialect == .postgresql ? .psql : .mariadb
    }
}

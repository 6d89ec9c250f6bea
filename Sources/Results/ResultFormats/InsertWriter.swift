import SQLWire

/// `INSERT` statements with many rows each, small enough for any server.
struct InsertWriter: ResultWriter {
    private static let rowLimit = 500
    private static let byteLimit = 256 << 10

    var output = OutputBuffer()
    private let options: WriterOptions
    private var kinds: [Column.Kind] = []
    /// The beginning of each statement.
    private var statement: [UInt8] = []
    /// The beginning of each row.
    private var opening: [UInt8] = []
    private var statementRows = 0
    private var statementBytes = 0

    init(_ options: WriterOptions) {
        self.options = options
    }

    mutating func resume(_ columns: [Column], _ dialect: Dialect) {
        kinds = columns.map(\.kind)
    }

    mutating func begin(_ columns: [Column]) {
        kinds = columns.map(\.kind)
        (statementRows, statementBytes) = (0, 0)
        var row = OutputBuffer()
        row.append(UInt8(ascii: "("))
        options.clusterColumn?.withUnsafeBytes { row.appendSQLString($0, options.dialect) }
        opening = row.bytes
        var head = OutputBuffer()
        head.append("INSERT INTO ")
        if let target = options.insertTarget {
            head.append(target)
        } else {
            head.appendIdentifier(Array("result".utf8), options.dialect)
        }
        let columns = options.columns(columns)
        for (index, column) in columns.enumerated() {
            head.append(index == 0 ? " (" : ", ")
            head.appendIdentifier(column.name, options.dialect)
        }
        head.append(columns.isEmpty ? " DEFAULT VALUES" : ") VALUES")
        statement = head.bytes
    }

    mutating func write(_ batch: RowBatch) {
        let leads = options.clusterColumn != nil
        batch.withValues { values in
            for row in 0..<values.rowCount {
                guard values.columnCount > 0 || leads else {
                    output.append(statement)
                    output.append(";\n")
                    continue
                }
                let start = output.count
                if statementRows == 0 { output.append(statement) } else { output.append(UInt8(ascii: ",")) }
                output.append("\n ")
                write(values, row, leads: leads)
                statementRows += 1
                statementBytes += output.count - start
                if statementRows >= Self.rowLimit || statementBytes >= Self.byteLimit { end() }
            }
        }
    }

    mutating func end() {
        guard statementRows > 0 else { return }
        output.append(";\n")
        (statementRows, statementBytes) = (0, 0)
    }

    mutating func abandon() {
        // An incomplete statement must fail when it is run: psql and mysql also run a last statement that only lacks
        // its semicolon.
        if statementRows == 0 { output.append(statement) } else { output.append(UInt8(ascii: ",")) }
        output.append("\n-- INCOMPLETE: the result broke off here\n")
        (statementRows, statementBytes) = (0, 0)
    }

    private mutating func write(_ values: RowBatch.Values, _ row: Int, leads: Bool) {
        output.append(opening)
        for column in 0..<values.columnCount {
            if column > 0 || leads { output.append(", ") }
            if let value = values[row, column] {
                output.appendSQLValue(value, kinds[column], options.dialect)
            } else {
                output.append("NULL")
            }
        }
        output.append(UInt8(ascii: ")"))
    }
}

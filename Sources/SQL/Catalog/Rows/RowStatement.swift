public import Failures
import SQLWire

/// Builds the statements that change one row of a table, and those that follow a foreign key.
///
/// The condition names the primary key and the values as they were read, so that a statement changes nothing when
/// another session was faster.
public struct RowStatement: Sendable {
    /// A value that a user enters.
    public enum NewValue: Sendable, Equatable {
        case null
        /// The column's default.
        case standard
        /// The text; for MySQL's bytes `0x` and hexadecimal digits.
        case text(String)
    }

    /// A value as it was read.
    public enum OldValue: Sendable, Equatable {
        case null
        case bytes([UInt8])
        /// It is too long to be compared.
        case cut
    }

    /// A statement, and remarks on what its condition does not compare.
    public struct Text: Sendable, Equatable {
        public let sql: [UInt8]
        public let remarks: [String]
    }

    private let table: TableFacts
    private let hasBackslashEscapes: Bool
    private var dialect: Dialect { table.dialect }

    /// - Parameter hasBackslashEscapes: The session's rule for string literals.
    public init(_ table: TableFacts, hasBackslashEscapes: Bool) {
        self.table = table
        self.hasBackslashEscapes = hasBackslashEscapes
    }

    /// Why the table's rows cannot be changed through a result; nil when they can.
    public var refusal: Failure? {
        let path = table.path
        guard !table.kind.isEmpty else {
            return Failure(
                .badData, "the columns of the table are unknown",
                why: dialect == .mysql
                    ? "the server's catalogue does not list it, like a temporary table or the alias of a view"
                    : "another session cannot see the table: it was dropped, or its transaction is still open",
                next: "type the statement")
        }
        guard ["r", "p"].contains(table.kind) || ["BASE TABLE", "SYSTEM VERSIONED"].contains(table.kind) else {
            let kinds = ["v": "a view", "m": "a materialized view", "f": "a foreign table", "VIEW": "a view"]
            return Failure(
                .badData, "\(path) cannot be edited", why: "it is \(kinds[table.kind] ?? "not a table")",
                next: "edit a result of the table itself")
        }
        let own =
            dialect == .postgresql
            ? ["pg_catalog", "information_schema"] : ["mysql", "information_schema", "performance_schema", "sys"]
        guard !own.contains(table.name.schema.lowercased()) else {
            return Failure(
                .badData, "\(path) cannot be edited", why: "it is a table of the server itself",
                next: "use the server's statements, such as ALTER and GRANT")
        }
        guard table.hasTransactions else {
            return Failure(
                .badData, "\(path) cannot be edited",
                why: "its storage engine has no transactions, so that a "
                    + "change cannot be shown before it is permanent", next: "type the statement")
        }
        return nil
    }

    // MARK: Statements

    /// An UPDATE of one column.
    ///
    /// - Parameter row: Old values by the index of the table's column; at least the key and the column.
    public func update(_ column: Int, to value: NewValue, row: [Int: OldValue]) throws(Failure) -> Text {
        let assignment = "\(name(column)) = \(try literal(value, column))"
        let (condition, remarks) = try condition(row, comparing: [column])
        return Text(
            sql: Array("UPDATE \(table.path) SET \(assignment) WHERE ".utf8) + condition, remarks: remarks)
    }

    /// A query of some columns of the row after the update of one column; nil when the new key is not known.
    public func readBack(
        _ columns: [Int], after column: Int, _ value: NewValue, row: [Int: OldValue]
    ) -> [UInt8]? {
        var row = row
        if table.columns[column].isKey {
            guard case .text(let text) = value, !table.columns[column].isBytes || dialect == .postgresql else {
                return nil
            }
            row[column] = .bytes(Array(text.utf8))
        }
        guard let condition = try? condition(row, comparing: []).sql else { return nil }
        let names = columns.map(name).joined(separator: ", ")
        return Array("SELECT \(names) FROM \(table.path) WHERE ".utf8) + condition
    }

    /// A DELETE of the row.
    ///
    /// - Parameter row: Old values by the index of the table's column; at least the key.
    public func delete(row: [Int: OldValue]) throws(Failure) -> Text {
        let (condition, remarks) = try condition(row, comparing: row.keys.sorted())
        return Text(sql: Array("DELETE FROM \(table.path) WHERE ".utf8) + condition, remarks: remarks)
    }

    /// An INSERT; columns without a value get their defaults.
    public func insert(_ values: [(column: Int, value: NewValue)]) throws(Failure) -> Text {
        let given = values.filter { $0.value != .standard }
        guard !given.isEmpty else {
            let all = dialect == .postgresql ? "DEFAULT VALUES" : "() VALUES ()"
            return Text(sql: Array("INSERT INTO \(table.path) \(all)".utf8), remarks: [])
        }
        var literals: [String] = []
        for (column, value) in given { literals.append(try literal(value, column)) }
        let names = given.map { name($0.column) }.joined(separator: ", ")
        let sql = "INSERT INTO \(table.path) (\(names)) VALUES (\(literals.joined(separator: ", ")))"
        return Text(sql: Array(sql.utf8), remarks: [])
    }

    /// The rows of another table that a foreign key connects with this row; nil when a value of the key is missing or
    /// NULL.
    public func select(_ key: TableFacts.ForeignKey, row: [Int: OldValue]) -> [UInt8]? {
        var sql = Array("SELECT * FROM \(Self.quoted(key.other, dialect)) WHERE ".utf8)
        for (place, pair) in key.pairs.enumerated() {
            guard let column = table.columns.firstIndex(where: { $0.name == pair.mine }),
                case .bytes(let value)? = row[column]
            else { return nil }
            sql += Array(((place > 0 ? " AND " : "") + Self.quoted(pair.theirs, dialect) + " = ").utf8)
            sql += literal(value, column)
        }
        return sql
    }

    // MARK: Conditions

    private func condition(
        _ row: [Int: OldValue], comparing compared: [Int]
    ) throws(Failure) -> (sql: [UInt8], remarks: [String]) {
        var terms: [[UInt8]] = []
        let key = table.key
        for column in key {
            guard case .bytes(let value)? = row[column] else {
                throw Failure(
                    .badData, "the row cannot be identified",
                    why: "its key has no value for \(table.columns[column].name)", next: "type the statement")
            }
            terms.append(equality(column, value))
        }
        var (asText, left): ([String], [String]) = ([], [])
        for column in compared where !key.contains(column) {
            let facts = table.columns[column]
            switch row[column] {
            case .null?: terms.append(Array("\(name(column)) IS NULL".utf8))
            case .bytes(let value)? where facts.kind != .opaque:
                if facts.kind == .text || facts.kind == .xml { asText.append("\(facts.name) (\(facts.type))") }
                terms.append(difference(column, value))
            default: left.append("\(facts.name) (\(facts.type))")
            }
        }
        var remarks: [String] = []
        if !asText.isEmpty { remarks.append("The condition compares \(asText.joined(separator: ", ")) as text.") }
        if !left.isEmpty {
            remarks.append("The condition leaves out \(left.joined(separator: ", ")): a change of it goes unnoticed.")
        }
        return (Array(terms.joined(separator: Array(" AND ".utf8))), remarks)
    }

    /// The key's condition, which an index can serve.
    private func equality(_ column: Int, _ value: [UInt8]) -> [UInt8] {
        let (name, facts) = (name(column), table.columns[column])
        let literal = literal(value, column)
        if dialect == .postgresql, facts.kind == .text {
            // A type may borrow the equality of another one, which would read the literal as its own: regclass.
            return Array("\(name) = ".utf8) + literal + Array("::\(facts.type)".utf8)
        }
        // MySQL's float is never equal to its own decimal digits.
        let isFloat = dialect == .mysql && (facts.type.hasPrefix("float") || facts.type.hasPrefix("double"))
        return Array("\(isFloat ? "CAST(\(name) AS CHAR)" : name) = ".utf8) + literal
    }

    /// The condition that a column still has its value. NULL is a value here.
    private func difference(_ column: Int, _ value: [UInt8]) -> [UInt8] {
        let (name, kind) = (name(column), table.columns[column].kind)
        let literal = literal(value, column)
        guard dialect == .mysql else {
            let side =
                switch kind {
                case .collated: "\(name) COLLATE \"C\""
                case .text: "\(name)::text"
                case .xml: "pg_catalog.xml_out(\(name))::text"
                case .number, .plain, .bytes, .bits, .opaque: name
                }
            return Array("\(side) IS NOT DISTINCT FROM ".utf8) + literal
        }
        switch kind {
        case .number, .bytes, .bits, .opaque: return Array("\(name) <=> ".utf8) + literal
        case .plain, .collated, .text, .xml:
            let side =
                kind == .plain
                ? name : kind == .collated ? "CONVERT(\(name) USING utf8mb4)" : "CAST(\(name) AS CHAR)"
            // Text is compared byte by byte, because a collation may ignore case, accents and trailing blanks.
            return Array("\(side) <=> CAST(".utf8) + literal + Array(" AS BINARY)".utf8)
        }
    }

    // MARK: Names and literals

    private func name(_ column: Int) -> String { Self.quoted(table.columns[column].name, dialect) }

    /// A quoted name.
    static func quoted(_ name: String, _ dialect: Dialect) -> String {
        guard dialect == .postgresql else { return MySQLText.identifier(name) }
        var result = "\""
        for scalar in name.unicodeScalars where scalar != "\0" {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    static func quoted(_ name: RelationName, _ dialect: Dialect) -> String {
        "\(quoted(name.schema, dialect)).\(quoted(name.name, dialect))"
    }

    private func literal(_ value: NewValue, _ column: Int) throws(Failure) -> String {
        let facts = table.columns[column]
        switch value {
        case .null:
            guard facts.mayBeNull else {
                throw Failure(
                    .badData, "\(facts.name) cannot be NULL", why: "the column is NOT NULL", next: "enter a value")
            }
            return "NULL"
        case .standard: return "DEFAULT"
        case .text(let text):
            guard facts.isBytes, dialect == .mysql else {
                return String(decoding: literal(Array(text.utf8), column), as: UTF8.self)
            }
            guard let bytes = Self.bytes(ofHexadecimal: text) else {
                throw Failure(
                    .badData, "\(facts.name) takes bytes", why: "they are written in hexadecimal digits",
                    next: "enter 0x48656C6C6F, or 0x alone for no bytes")
            }
            return String(decoding: literal(bytes, column), as: UTF8.self)
        }
    }

    /// The literal of a value in the server's text form; MySQL's bytes are raw.
    private func literal(_ value: [UInt8], _ column: Int) -> [UInt8] {
        switch table.columns[column].kind {
        case .number where Self.isNumber(value): return value
        case .bits where value.count <= 8:
            return Array(String(value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }).utf8)
        case .bytes, .bits, .opaque: return Array("X'\(Self.hexadecimal(value))'".utf8)
        default: return string(value)
        }
    }

    private func string(_ value: [UInt8]) -> [UInt8] {
        let hasBackslash = value.contains(Byte.backslash)
        if dialect == .mysql, value.contains(0) { return Array("_utf8mb4 X'\(Self.hexadecimal(value))'".utf8) }
        // On PostgreSQL such a literal means the same whatever `standard_conforming_strings` says.
        var result: [UInt8] = dialect == .postgresql && hasBackslash ? [UInt8(ascii: "E")] : []
        let doubles = dialect == .postgresql || hasBackslashEscapes
        result.append(Byte.quote)
        for byte in value {
            if byte == Byte.quote || byte == Byte.backslash && doubles { result.append(byte) }
            result.append(byte)
        }
        return result + [Byte.quote]
    }

    /// Whether the digits can stand without quotes.
    private static func isNumber(_ value: [UInt8]) -> Bool {
        var digits = value[...]
        if digits.first == Byte.minus { digits.removeFirst() }
        guard digits.first.map(Byte.isDigit) == true, digits.last.map(Byte.isDigit) == true else { return false }
        return digits.allSatisfy { Byte.isDigit($0) || $0 == Byte.dot } && digits.count { $0 == Byte.dot } <= 1
    }

    /// The bytes of `0x4F6b`; nil for other texts.
    static func bytes(ofHexadecimal text: String) -> [UInt8]? {
        guard text.hasPrefix("0x") || text.hasPrefix("0X"), text.utf8.count % 2 == 0 else { return nil }
        let digits = text.utf8.dropFirst(2).map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard !digits.contains(nil) else { return nil }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// Upper-case digits.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(text)
    }
}

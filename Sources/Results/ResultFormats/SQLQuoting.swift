import SQLWire

/// Names and values in SQL syntax.
extension OutputBuffer {
    /// A quoted name.
    mutating func appendIdentifier(_ name: [UInt8], _ dialect: Dialect) {
        let quote = dialect == .postgresql ? UInt8(ascii: "\"") : UInt8(ascii: "`")
        append(quote)
        for byte in name {
            if byte == quote { append(quote) }
            append(byte)
        }
        append(quote)
    }

    /// A string literal. It means the same to PostgreSQL with `standard_conforming_strings` on and off.
    mutating func appendSQLString(_ text: UnsafeRawBufferPointer, _ dialect: Dialect) {
        if dialect == .postgresql, text.contains(UInt8(ascii: "\\")) { append(UInt8(ascii: "E")) }
        append(UInt8(ascii: "'"))
        var start = 0
        for index in text.indices {
            let replacement: StaticString
            switch text[index] {
            case UInt8(ascii: "'"): replacement = "''"
            case UInt8(ascii: "\\"): replacement = "\\\\"
            case 0 where dialect == .mysql: replacement = "\\0"
            // MySQL's client drops a carriage return before a newline when it reads a script.
            case UInt8(ascii: "\n") where dialect == .mysql: replacement = "\\n"
            case UInt8(ascii: "\r") where dialect == .mysql: replacement = "\\r"
            case 0x1A where dialect == .mysql: replacement = "\\Z"
            default: continue
            }
            append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            append(replacement)
            start = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "'"))
    }

    /// A value in the syntax of its column's kind.
    mutating func appendSQLValue(_ value: UnsafeRawBufferPointer, _ kind: Column.Kind, _ dialect: Dialect) {
        switch kind {
        case .integer, .decimal, .float:
            // PostgreSQL accepts `NaN` only as a string.
            if NumberText.isValid(value) { return append(value) }
        case .boolean:
            if value.count == 1, value[0] == UInt8(ascii: "t") { return append("TRUE") }
            if value.count == 1, value[0] == UInt8(ascii: "f") { return append("FALSE") }
        case .bytes where dialect == .mysql:
            append("X'")
            appendHexadecimal(value)
            return append(UInt8(ascii: "'"))
        case .bytes:
            appendSQLString(value, dialect)
            return append("::bytea")
        case .json, .text: break
        }
        appendSQLString(value, dialect)
    }
}

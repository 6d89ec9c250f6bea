public import SQLWire

/// Names in SQL.
public enum QuotedName {
    /// A name, quoted if necessary.
    public static func sql(_ name: String, _ dialect: Dialect) -> String {
        guard needsQuotes(name, dialect) else { return name }
        guard dialect == .postgresql else { return MySQLText.identifier(name) }
        var result = "\""
        for scalar in name.unicodeScalars where scalar != "\0" {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    /// A qualified name.
    public static func path(_ names: [String], _ dialect: Dialect) -> String {
        names.map { sql($0, dialect) }.joined(separator: ".")
    }

    private static func needsQuotes(_ name: String, _ dialect: Dialect) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            byte &- 97 < 26 || byte == 95 || (dialect == .mysql && byte &- 65 < 26)
        }
        guard let first = name.utf8.first, isLetter(first) else { return true }
        return !name.utf8.allSatisfy { isLetter($0) || $0 &- 48 < 10 }
            || ReservedWords.all(dialect).contains(Substring(name.lowercased()))
    }
}

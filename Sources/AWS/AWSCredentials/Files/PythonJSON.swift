/// JSON as Python's `json.dumps` writes it with sorted keys. The names of cache files are hashes of it.
enum PythonJSON {
    enum Value {
        case text(String)
        case number(Int)
    }

    /// An object; `isCompact` leaves out the blanks after `,` and `:`.
    static func object(_ members: [String: Value], isCompact: Bool = false) -> String {
        let (comma, colon) = isCompact ? (",", ":") : (", ", ": ")
        let sorted = members.sorted { $0.key < $1.key }
        return "{" + sorted.map { quoted($0.key) + colon + written($0.value) }.joined(separator: comma) + "}"
    }

    private static func written(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): String(number)
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x08: result += "\\b"
            case 0x0C: result += "\\f"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}

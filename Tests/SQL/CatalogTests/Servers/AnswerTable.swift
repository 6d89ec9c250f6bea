/// Column names and rows from psql's CSV; NULL is the empty text.
struct AnswerTable {
    let columns: [String]
    let rows: [[String]]

    init(csv: String) {
        var lines = Self.records(csv)
        columns = lines.isEmpty ? [] : lines.removeFirst()
        rows = lines.filter { $0 != [""] }
    }

    /// A row's values by column name.
    func named(_ row: [String]) -> [String: String] {
        Dictionary(zip(columns, row), uniquingKeysWith: { first, _ in first })
    }

    private static func records(_ text: String) -> [[String]] {
        var (records, record, field): ([[String]], [String], String) = ([], [], "")
        var (isQuoted, wasQuote) = (false, false)
        for scalar in text.unicodeScalars {
            if isQuoted, scalar != "\"" {
                field.unicodeScalars.append(scalar)
                continue
            }
            switch scalar {
            case "\"":
                if !isQuoted, wasQuote { field.unicodeScalars.append(scalar) }
                isQuoted.toggle()
                wasQuote = !isQuoted
                continue
            case ",":
                record.append(field)
                field = ""
            case "\n":
                records.append(record + [field])
                (record, field) = ([], "")
            default: field.unicodeScalars.append(scalar)
            }
            wasQuote = false
        }
        return records
    }
}

import Failures

/// The sizes in the schema browser.
enum BrowserSize {
    /// PostgreSQL's counts of rows and of 8 KiB pages from the last VACUUM or ANALYZE; -1 and 0 mean that there was
    /// none.
    static func text(rows: String?, pages: String?) -> String {
        guard let pages = pages.flatMap({ Double($0) }), pages > 0 else { return "" }
        return text(rows: rows, bytes: String(pages * 8_192))
    }

    /// `12,034 rows, 1.2 MB`.
    static func text(rows: String?, bytes: String?) -> String {
        var parts: [String] = []
        if let rows = rows.flatMap({ Double($0) }), rows >= 0, rows < 1e18 {
            parts.append("\(grouped(Int64(saturating: rows))) \(rows == 1 ? "row" : "rows")")
        }
        if let bytes = bytes.flatMap({ Double($0) }), bytes >= 0, bytes < 1e24 { parts.append(size(bytes)) }
        return parts.joined(separator: ", ")
    }

    private static func grouped(_ number: Int64) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    private static func size(_ bytes: Double) -> String {
        var (value, unit) = (bytes, 0)
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        while value >= 1_024, unit < units.count - 1 {
            value /= 1_024
            unit += 1
        }
        let tenths = (value * 10).rounded()
        if unit == 0 || tenths >= 1_000 { return "\(grouped(Int64(saturating: value.rounded()))) \(units[unit])" }
        return "\(Int(saturating: tenths) / 10).\(Int(saturating: tenths) % 10) \(units[unit])"
    }
}

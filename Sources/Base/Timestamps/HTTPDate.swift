extension Timestamp {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Parses an HTTP date, for instance `Sun, 06 Nov 1994 08:49:37 GMT`; nil for any other text.
    ///
    /// Source: RFC 9110, section 5.6.7.
    public init?(httpDate text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
            let month = Self.months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        let digits = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard digits.count == 3 else { return nil }
        self.init(amzDate: "\(parts[3])\(number)\(parts[1])T\(digits.joined())Z")
    }

    /// The time as an HTTP date, for instance `Sun, 06 Nov 1994 08:49:37 GMT`.
    public var httpDate: String {
        // 1970-01-01 was a Thursday.
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = Int(((secondsSince1970 / 86_400) % 7 + 7) % 7)
        let text = amzDate
        let month = Int(text.dropFirst(4).prefix(2)) ?? 1
        return "\(days[day]), \(text.dropFirst(6).prefix(2)) \(Self.months[month - 1]) \(text.prefix(4)) \(clock) GMT"
    }
}

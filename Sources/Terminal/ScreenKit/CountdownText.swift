/// The text of a countdown.
public enum CountdownText {
    /// `mm:ss`; from one hour on `h:mm:ss`, from two days on `12 d`.
    public static func of(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        if hours >= 48 { return "\(hours / 24) d" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(two(minutes)):\(two(rest))"
    }
}

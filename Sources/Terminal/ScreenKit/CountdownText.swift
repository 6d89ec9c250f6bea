/// The text of a countdown.
public enum CountdownText {
    /// `mm:ss`; from one hour on `h:mm:ss`, from one day on `6 d 23 h`.
    public static func of(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        if hours >= 24 { return "\(hours / 24) d \(hours % 24) h" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(two(minutes)):\(two(rest))"
    }
}

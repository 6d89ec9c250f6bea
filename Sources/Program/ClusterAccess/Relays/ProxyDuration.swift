package import Failures

/// Durations with a unit: `90s`, `30m`, `8h`, `1d`. A bare number counts seconds.
package enum ProxyDuration {
    private static let units: [(Character, Int)] = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)]

    /// Parses a duration into seconds.
    package static func seconds(_ text: String) throws(Failure) -> Int {
        let unit = units.first { text.last == $0.0 }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard let number = Int(digits), number > 0, number <= 31_536_000, digits.allSatisfy(\.isNumber) else {
            throw Failure(.usage, "\"\(text)\" is not a length of time", next: "--idle-exit 30m")
        }
        return number * (unit?.1 ?? 1)
    }

    /// `0:07`, `12:30` or `3:12:30`.
    package static func text(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
    }
}

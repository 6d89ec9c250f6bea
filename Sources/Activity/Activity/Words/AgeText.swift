import Failures
import ScreenKit

/// Ages for display.
enum AgeText {
    /// `mm:ss`, from an hour on `h:mm:ss`, from two days on `12 d`; empty for nil.
    static func of(_ seconds: Double?) -> String {
        seconds.map { CountdownText.of(Int64(saturating: $0)) } ?? ""
    }

    /// A server's uptime: `41d`, `5h`, `3m`.
    static func uptime(_ seconds: Double) -> String {
        let whole = Int64(saturating: seconds)
        if whole >= 2 * 86_400 { return "\(whole / 86_400)d" }
        return whole >= 2 * 3_600 ? "\(whole / 3_600)h" : "\(whole / 60)m"
    }

    /// A replica's lag: `18 ms`, `2.4 s`, `12:41`.
    static func lag(_ seconds: Double) -> String {
        if seconds < 1 { return "\(Int(saturating: seconds * 1_000)) ms" }
        return seconds < 60 ? "\(decimal(seconds)) s" : CountdownText.of(Int64(saturating: seconds))
    }

    /// A number with one decimal: `9.1`.
    static func decimal(_ value: Double) -> String {
        let tenths = Int64(saturating: (value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

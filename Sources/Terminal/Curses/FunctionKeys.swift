import CNcurses
import TerminalUI

/// The function keys in the description of the terminal that was opened last.
enum FunctionKeys {
    /// The byte sequence of each key.
    static var sequences: KeySequences {
        var sequences = KeySequences()
        for (name, key) in named { sequences.add(name, key) }
        for number in 1...63 { sequences.add("kf\(number)", .function(number)) }
        for (name, key) in withModifiers {
            for number in 2...8 {
                let held = Key.Modifiers(rawValue: UInt8(number - 1))
                sequences.add(number == 2 ? name : name + "\(number)", .named(key, held))
            }
        }
        sequences.hasMouse = qd_capability("kmous") != nil
        sequences.hasByteMouse = qd_capability("kmous").map { String(cString: $0) == "\u{1B}[M" } ?? false
        return sequences
    }

    /// Source: terminfo(5).
    private static let named: [(String, Key)] = [
        ("kcuu1", .up), ("kcud1", .down), ("kcub1", .named(.left)), ("kcuf1", .named(.right)), ("khome", .named(.home)),
        ("kend", .named(.end)), ("kpp", .named(.pageUp)), ("knp", .named(.pageDown)), ("kich1", .named(.insert)),
        ("kdch1", .named(.delete)), ("kbs", .named(.backspace)), ("kent", .enter), ("kcbt", .named(.tab, .shift)),
        ("kfnd", .named(.home)), ("kslt", .named(.end)), ("kri", .named(.up, .shift)), ("kind", .named(.down, .shift)),
    ]

    /// `kUP5`: the arrow up with modifiers, numbered as in xterm; Shift alone has no number. Source: user_caps(5),
    /// "Extended key-definitions".
    private static let withModifiers: [(String, Key.Named)] = [
        ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
        ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert),
    ]
}

extension KeySequences {
    fileprivate mutating func add(_ capability: String, _ key: Key) {
        guard let pointer = qd_capability(capability) else { return }
        add(Array(String(cString: pointer).utf8), key)
    }
}

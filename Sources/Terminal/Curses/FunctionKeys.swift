import CNcurses
import TerminalUI

/// The keys that ncurses knows by the terminal's description.
enum FunctionKeys {
    /// The key of a code from `get_wch`; nil for one that means nothing here.
    static func key(_ code: Int32) -> Key? {
        guard let pointer = keyname(code) else { return nil }
        let name = String(cString: pointer)
        if let key = byName[name] { return key }
        if name.hasPrefix("KEY_F("), let number = Int(name.dropFirst(6).dropLast()) { return .function(number) }
        return extended(name)
    }

    private static let byName: [String: Key] = [
        "KEY_UP": .up, "KEY_DOWN": .down, "KEY_LEFT": .named(.left), "KEY_RIGHT": .named(.right),
        "KEY_HOME": .named(.home), "KEY_END": .named(.end), "KEY_PPAGE": .named(.pageUp),
        "KEY_NPAGE": .named(.pageDown),
        "KEY_IC": .named(.insert), "KEY_DC": .named(.delete), "KEY_BACKSPACE": .named(.backspace),
        "KEY_ENTER": .enter, "KEY_BTAB": .named(.tab, .shift), "KEY_FIND": .named(.home), "KEY_SELECT": .named(.end),
        "KEY_SR": .named(.up, .shift), "KEY_SF": .named(.down, .shift), "KEY_SLEFT": .named(.left, .shift),
        "KEY_SRIGHT": .named(.right, .shift), "KEY_SHOME": .named(.home, .shift), "KEY_SEND": .named(.end, .shift),
        "KEY_SPREVIOUS": .named(.pageUp, .shift), "KEY_SNEXT": .named(.pageDown, .shift),
        "KEY_SDC": .named(.delete, .shift),
    ]

    /// `kUP5`: the arrow up with modifiers as xterm numbers them. Source: user_caps(5), "Extended key-definitions".
    private static func extended(_ name: String) -> Key? {
        let keys: [Substring: Key.Named] = [
            "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end, "kPRV": .pageUp,
            "kNXT": .pageDown, "kDC": .delete, "kIC": .insert,
        ]
        guard let number = name.last?.wholeNumberValue, (2...8).contains(number), let key = keys[name.dropLast()]
        else { return nil }
        return .named(key, Key.Modifiers(rawValue: UInt8(number - 1)))
    }
}

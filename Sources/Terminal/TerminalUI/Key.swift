/// A key with its name in settings and hints.
public enum Key: Sendable, Hashable {
    /// A character as typed: `R` is Shift and r.
    case character(Character)
    /// Ctrl and a letter, or one of `\ ] ^ _ @`; lower case.
    case control(Character)
    /// Alt and a character: the terminal sends Esc before it.
    case alt(Character)
    /// Ctrl, Alt and a letter: the terminal sends Esc before Ctrl and the letter; lower case.
    case controlAlt(Character)
    /// F1 to F63.
    case function(Int)
    /// The other keys, with the modifiers that terminals report.
    case named(Named, Modifiers)

    /// Keys without a character.
    public enum Named: String, Sendable, Hashable, CaseIterable {
        case enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end
        case pageUp = "pageup"
        case pageDown = "pagedown"
    }

    /// The modifiers of a key.
    public struct Modifiers: OptionSet, Sendable, Hashable {
        /// The bits in xterm's numbering.
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let shift = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let control = Modifiers(rawValue: 4)
    }

    public var isCharacter: Bool { if case .character = self { true } else { false } }

    /// Whether the key has the Alt modifier.
    public var hasAlt: Bool {
        switch self {
        case .alt, .controlAlt: true
        case .named(_, let modifiers): modifiers.contains(.alt)
        case .character, .control, .function: false
        }
    }

    /// A key without modifiers.
    public static func named(_ key: Named) -> Key { .named(key, []) }

    /// Shorthands for common keys.
    public static let enter = Key.named(.enter)
    public static let escape = Key.named(.escape)
    public static let tab = Key.named(.tab)
    public static let backspace = Key.named(.backspace)
    public static let up = Key.named(.up)
    public static let down = Key.named(.down)
    public static let space = Key.character(" ")
}

/// A key, as it is named in settings and hints.
public enum Key: Sendable, Hashable {
    /// A character, as typed: `R` is Shift and r.
    case character(Character)
    /// Ctrl and a letter, or one of `\ ] ^ _ @`; lower case.
    case control(Character)
    /// Alt and a character: the terminal sends Esc before it.
    case alt(Character)
    /// Ctrl, Alt and a letter: the terminal sends Esc before Ctrl and the letter; lower case.
    case controlAlt(Character)
    /// F1 to F63.
    case function(Int)
    /// The others, each with the modifiers that terminals tell apart.
    case named(Named, Modifiers)

    /// Keys without a character.
    public enum Named: String, Sendable, Hashable, CaseIterable {
        case enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end
        case pageUp = "pageup"
        case pageDown = "pagedown"
    }

    /// What is held down together with a key.
    public struct Modifiers: OptionSet, Sendable, Hashable {
        /// The bits, as xterm numbers them.
        public let rawValue: UInt8
        /// Modifiers of their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Shift.
        public static let shift = Modifiers(rawValue: 1)
        /// Alt.
        public static let alt = Modifiers(rawValue: 2)
        /// Ctrl.
        public static let control = Modifiers(rawValue: 4)
    }

    /// Whether it is a character by itself.
    public var isCharacter: Bool { if case .character = self { true } else { false } }

    /// Whether Alt is held down with it.
    public var hasAlt: Bool {
        switch self {
        case .alt, .controlAlt: true
        case .named(_, let modifiers): modifiers.contains(.alt)
        case .character, .control, .function: false
        }
    }

    /// A key without modifiers.
    public static func named(_ key: Named) -> Key { .named(key, []) }

    /// Shorthands for the ones that are asked for most.
    public static let enter = Key.named(.enter)
    /// Esc.
    public static let escape = Key.named(.escape)
    /// Tab.
    public static let tab = Key.named(.tab)
    /// Backspace.
    public static let backspace = Key.named(.backspace)
    /// The arrow up.
    public static let up = Key.named(.up)
    /// The arrow down.
    public static let down = Key.named(.down)
    /// Space.
    public static let space = Key.character(" ")
}

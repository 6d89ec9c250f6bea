import TerminalUI

/// Every key that a terminal can send, with all modifiers.
enum AllKeys {
    private static let printable = (0x20...0x7E).compactMap { Unicode.Scalar($0) }.map { Character($0) }
    private static let controls = Array("abcdefghijklmnopqrstuvwxyz@\\]^_")
    private static let modifiers = (0..<8).map { Key.Modifiers(rawValue: $0) }

    /// All keys.
    static let all: [Key] =
        printable.map { Key.character($0) } + ["é", "海"].map { Key.character($0) } + controls.map { Key.control($0) }
        + (1...24).map { Key.function($0) }
        + Key.Named.allCases.flatMap { name in modifiers.map { Key.named(name, $0) } } + alt

    /// The keys with Alt and a character.
    static let alt: [Key] = printable.map { Key.alt($0) } + controls.map { Key.controlAlt($0) }

    /// The keys with Alt that edit a line of text.
    static let editing: Set<Key> = [.alt("b"), .alt("f"), .alt("d"), .alt("c"), .alt("u"), .alt("l")]
}

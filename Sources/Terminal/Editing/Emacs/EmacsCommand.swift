import TerminalUI

/// A command of the Emacs key style.
enum EmacsCommand: Sendable, Hashable {
    case move(Movement)
    case extend(Movement)
    case moveOrIndent
    case outdent
    case newLine
    case delete(Movement)
    case kill(Movement)
    case killBlankDelimitedWord
    case copy
    case yank, yankPop
    case transposeCharacters, transposeWords
    case upperCase, lowerCase, capitalize
    case undo, redo
    case setMark, exchangeMark, selectAll
    case cancel
    case searchForward
    case toggleComment
    case openLine
    case deleteBlanks
    case leaveOneBlank
    case joinLine
    case moveByBrackets(isForward: Bool)
}

/// The keys and their commands. Source: readline(3) "Default Key Bindings", the Emacs manual, and the sequences that
/// terminals send for modified arrows.
enum EmacsKeys {
    static let table: [Key: EmacsCommand] = Dictionary(
        uniqueKeysWithValues: movements.flatMap { movement, keys in keys.map { ($0, EmacsCommand.move(movement)) } }
            + extensions.map { ($0, EmacsCommand.extend($1)) } + others)

    static let afterControlX: [Key: EmacsCommand] = [
        .character("u"): .undo,
        .control("u"): .undo,
        .control("x"): .exchangeMark,
        .character("h"): .selectAll,
        .named(.backspace): .kill(.lineStart),
    ]

    private static let movements: [(Movement, [Key])] = [
        (.left, [.control("b"), .named(.left)]),
        (.right, [.control("f"), .named(.right)]),
        (.up, [.control("p"), .up]),
        (.down, [.control("n"), .down]),
        (.lineStart, [.control("a"), .named(.home)]),
        (.lineEnd, [.control("e"), .named(.end)]),
        (.indentation, [.alt("m")]),
        (.wordLeft, [.alt("b"), .named(.left, .control), .named(.left, .alt)]),
        (.wordRight, [.alt("f"), .named(.right, .control), .named(.right, .alt)]),
        (.textStart, [.alt("<"), .named(.home, .control)]),
        (.textEnd, [.alt(">"), .named(.end, .control)]),
        (.pageUp, [.alt("v"), .named(.pageUp)]),
        (.pageDown, [.control("v"), .named(.pageDown)]),
        (.paragraphUp, [.alt("{"), .named(.up, .control)]),
        (.paragraphDown, [.alt("}"), .named(.down, .control)]),
    ]

    private static let extensions: [(Key, Movement)] = [
        (.named(.left, .shift), .left), (.named(.right, .shift), .right),
        (.named(.up, .shift), .up), (.named(.down, .shift), .down),
        (.named(.home, .shift), .lineStart), (.named(.end, .shift), .lineEnd),
        (.named(.left, [.shift, .control]), .wordLeft), (.named(.right, [.shift, .control]), .wordRight),
        (.named(.home, [.shift, .control]), .textStart), (.named(.end, [.shift, .control]), .textEnd),
        (.named(.up, [.shift, .control]), .paragraphUp), (.named(.down, [.shift, .control]), .paragraphDown),
        (.named(.pageUp, .shift), .pageUp), (.named(.pageDown, .shift), .pageDown),
    ]

    private static let others: [(Key, EmacsCommand)] = [
        (.tab, .moveOrIndent), (.named(.tab, .shift), .outdent),
        (.enter, .newLine), (.control("j"), .newLine), (.control("o"), .openLine),
        (.control("d"), .delete(.right)), (.named(.delete), .delete(.right)),
        (.control("h"), .delete(.left)), (.named(.backspace), .delete(.left)),
        (.named(.backspace, .shift), .delete(.left)),
        (.alt("d"), .kill(.wordRight)), (.named(.delete, .control), .kill(.wordRight)),
        (.named(.delete, .alt), .kill(.wordLeft)),
        (.named(.backspace, .alt), .kill(.wordLeft)), (.named(.backspace, .control), .kill(.wordLeft)),
        (.alt("\u{7F}"), .kill(.wordLeft)), (.alt("\u{8}"), .kill(.wordLeft)),
        (.control("w"), .killBlankDelimitedWord), (.alt("w"), .copy), (.alt("\\"), .deleteBlanks),
        (.control("k"), .kill(.lineEnd)), (.control("u"), .kill(.lineStart)),
        (.control("y"), .yank), (.alt("y"), .yankPop),
        (.control("t"), .transposeCharacters), (.alt("t"), .transposeWords),
        (.alt("u"), .upperCase), (.alt("l"), .lowerCase), (.alt("c"), .capitalize),
        (.control("_"), .undo), (.alt("_"), .redo), (.alt("/"), .redo),
        (.control("@"), .setMark), (.control("g"), .cancel), (.escape, .cancel),
        (.control("s"), .searchForward), (.alt(";"), .toggleComment),
        (.alt("#"), .toggleComment), (.alt(" "), .leaveOneBlank), (.alt("^"), .joinLine),
        (.controlAlt("f"), .moveByBrackets(isForward: true)), (.controlAlt("b"), .moveByBrackets(isForward: false)),
    ]
}

import TerminalUI

/// Parses the keys of a command. Source: Vim's "normal.txt" and "index.txt".
struct ViParser {
    /// The state of the parsed keys.
    enum Result: Equatable {
        case command(ViCommand)
        case incomplete
        case unknown
    }

    private let keys: [Character]
    private var index = 0

    /// Parses keys as a command of normal mode or of a visual mode.
    static func parse(_ keys: [Key], isVisual: Bool) -> Result {
        var characters: [Character] = []
        for key in keys {
            guard let character = character(of: key) else { return .unknown }
            characters.append(character)
        }
        var parser = ViParser(keys: characters)
        do {
            return .command(try parser.command(isVisual: isVisual))
        } catch {
            return error == .incomplete ? .incomplete : .unknown
        }
    }

    enum Stop: Error { case incomplete, unknown }

    private init(keys: [Character]) { self.keys = keys }

    /// A key as vi's character: arrows become letters, Ctrl and a letter become the control character.
    static func character(of key: Key) -> Character? {
        switch key {
        case .character(let character): return character
        case .control(let character):
            guard let byte = character.asciiValue else { return nil }
            return Character(Unicode.Scalar(byte & 0x1F))
        case .named(let name, let modifiers): return named[name]?[modifiers]
        default: return nil
        }
    }

    private static let named: [Key.Named: [Key.Modifiers: Character]] = [
        .left: [[]: "h", .control: "b", .shift: "b"], .right: [[]: "l", .control: "w", .shift: "w"],
        .up: [[]: "k"], .down: [[]: "j"], .home: [[]: "0", .control: "\u{E000}"],
        .end: [[]: "$", .control: "\u{E001}"], .delete: [[]: "x"],
        .pageUp: [[]: "\u{2}"], .pageDown: [[]: "\u{6}"], .enter: [[]: "\r"], .backspace: [[]: "\u{8}"],
        .tab: [[]: "\t"],
    ]

    /// The next key, which is not consumed.
    func peek() throws(Stop) -> Character {
        guard index < keys.count else { throw .incomplete }
        return keys[index]
    }

    mutating func next() throws(Stop) -> Character {
        guard index < keys.count else { throw .incomplete }
        index += 1
        return keys[index - 1]
    }

    /// A text character, no control character; Enter becomes a line feed.
    private mutating func text() throws(Stop) -> Character {
        let key = try next()
        if key == "\r" { return "\n" }
        guard key == "\t" || !(key.unicodeScalars.first?.value ?? 0 < 0x20), !("\u{E000}"..."\u{E001}").contains(key)
        else { throw .unknown }
        return key
    }

    /// A bounded count; nil when there is none.
    mutating func count() -> Int? {
        var result: Int?
        while index < keys.count, let digit = keys[index].wholeNumberValue, keys[index].isASCII,
            digit > 0 || result != nil
        {
            result = min((result ?? 0) * 10 + digit, 1_000_000)
            index += 1
        }
        return result
    }

    private mutating func command(isVisual: Bool) throws(Stop) -> ViCommand {
        var register: Character?
        var count = count()
        while index < keys.count, keys[index] == "\"" {
            index += 1
            let name = try next()
            guard ViRegisters.isName(name) else { throw .unknown }
            register = name
            if let more = self.count() { count = min((count ?? 1) * more, 1_000_000) }
        }
        var command = ViCommand(register: register, count: count, action: .leave)
        let key = try next()
        try passUnknown(key, isVisual: isVisual)
        if isVisual, let action = try visualAction(key) {
            command.action = action
        } else if !isVisual, let operation = try operation(key) {
            if let more = self.count() { command.count = min((command.count ?? 1) * more, 1_000_000) }
            command.action = .operate(operation, try target(of: operation))
        } else if !isVisual, let action = try action(key) {
            command.action = action
        } else {
            command.action = .move(try motion(key))
        }
        return command
    }

    /// An operator. One that begins with `g` is consumed only if its second key matches.
    private mutating func operation(_ key: Character) throws(Stop) -> ViOperator? {
        guard key == "g" else { return ViOperator(rawValue: String(key)) }
        guard index < keys.count else { throw .incomplete }
        guard let operation = ViOperator(rawValue: "g" + String(keys[index])) else { return nil }
        index += 1
        return operation
    }

    private mutating func target(of operation: ViOperator) throws(Stop) -> ViTarget {
        let key = try next()
        if key == "s" || key == "S", [.yank, .delete, .change].contains(operation) { try passSurround(operation) }
        let last = operation.rawValue.last
        if key == last { return .lines }
        if key == "g", operation.rawValue.count == 2, index < keys.count, keys[index] == last {
            index += 1
            return .lines
        }
        switch key {
        case "i", "a": return .object(try object(isOuter: key == "a"))
        case "/", "?": return .search(isBackward: key == "?")
        default: return .motion(try motion(key))
        }
    }

    private mutating func object(isOuter: Bool) throws(Stop) -> ViObject {
        let kind: ViObject.Kind
        switch try next() {
        case "w": kind = .word(isBig: false)
        case "W": kind = .word(isBig: true)
        case "(", ")", "b": kind = .block(0x28, 0x29)
        case "[", "]": kind = .block(0x5B, 0x5D)
        case "{", "}", "B": kind = .block(0x7B, 0x7D)
        case "<", ">": kind = .block(0x3C, 0x3E)
        case "'": kind = .quote(0x27)
        case "\"": kind = .quote(0x22)
        case "`": kind = .quote(0x60)
        case "p": kind = .paragraph
        default: throw .unknown
        }
        return ViObject(kind: kind, isOuter: isOuter)
    }

    mutating func motion(_ key: Character) throws(Stop) -> ViMotion {
        if let motion = ViParser.motions[key] { return motion }
        switch key {
        case "f", "F", "t", "T":
            return .find(
                ViFind(
                    character: try text(), isForward: key == "f" || key == "t", stopsBefore: key == "t" || key == "T"))
        case "g":
            guard let motion = ViParser.motionsAfterG[try next()] else { throw .unknown }
            return motion
        // These keys take another key that must not act as a command of its own.
        case "z", "Z", "m", "'", "`", "q", "@", "[", "]", "\u{17}", "\u{1C}":
            _ = try next()
            throw .unknown
        default: throw .unknown
        }
    }

    private static let motions: [Character: ViMotion] = [
        "h": .left, "l": .right, "k": .up, "j": .down, " ": .nextCharacter, "\u{8}": .previousCharacter,
        "\u{E}": .down, "\u{10}": .up, "0": .lineStart, "^": .firstNonBlank, "$": .lineEnd, "|": .column,
        "+": .lineDown, "\r": .lineDown, "\n": .down, "-": .lineUp, "_": .thisLine, "G": .lastLine,
        "w": .wordForward(isBig: false), "W": .wordForward(isBig: true),
        "b": .wordBackward(isBig: false), "B": .wordBackward(isBig: true),
        "e": .wordEnd(isBig: false), "E": .wordEnd(isBig: true),
        ";": .findAgain(isReversed: false), ",": .findAgain(isReversed: true), "%": .match,
        "}": .paragraphForward, "{": .paragraphBackward,
        "n": .nextMatch(isReversed: false), "N": .nextMatch(isReversed: true),
        "*": .wordUnderCursor(isBackward: false), "#": .wordUnderCursor(isBackward: true),
        "\u{6}": .page(1), "\u{2}": .page(-1), "\u{4}": .halfPage(1), "\u{15}": .halfPage(-1),
        "\u{E000}": .firstLine, "\u{E001}": .lastLine, "H": .screenTop, "M": .screenMiddle, "L": .screenBottom,
    ]

    private static let motionsAfterG: [Character: ViMotion] = [
        "g": .firstLine, "_": .lastNonBlank, "e": .wordEndBackward(isBig: false), "E": .wordEndBackward(isBig: true),
        "j": .down, "k": .up, "0": .lineStart, "$": .lineEnd, "^": .firstNonBlank,
    ]

    private static let actions: [Character: ViAction] = [
        "i": .insert(.before), "a": .insert(.after), "I": .insert(.lineStart), "A": .insert(.lineEnd),
        "o": .insert(.lineBelow), "O": .insert(.lineAbove), "R": .overwrite,
        "x": .operate(.delete, .motion(.right)), "X": .operate(.delete, .motion(.left)),
        "s": .operate(.change, .motion(.right)), "S": .operate(.change, .lines),
        "D": .operate(.delete, .motion(.lineEnd)), "C": .operate(.change, .motion(.lineEnd)),
        "Y": .operate(.yank, .lines), "p": .put(isAfter: true), "P": .put(isAfter: false), "~": .toggleCase,
        "J": .join(isSpaced: true), "u": .undo, "\u{12}": .redo, ".": .repeatChange,
        "v": .visual(.visual), "V": .visual(.visualLine),
        "/": .search(isBackward: false), "?": .search(isBackward: true),
        "\u{1}": .addToNumber(sign: 1), "\u{18}": .addToNumber(sign: -1),
    ]

    private mutating func action(_ key: Character) throws(Stop) -> ViAction? {
        if let action = ViParser.actions[key] { return action }
        if key == "r" { return .replaceCharacters(try text()) }
        guard key == "g" else { return nil }
        guard index < keys.count else { throw .incomplete }
        let action: ViAction
        switch keys[index] {
        case "J": action = .join(isSpaced: false)
        case "v": action = .visualAgain
        case "i": action = .insert(.lastInsertion)
        case "I": action = .insert(.lineStart)
        default: return nil
        }
        index += 1
        return action
    }

    private static let visualActions: [Character: ViAction] = [
        "d": .operateOnSelection(.delete, isLinewise: false), "x": .operateOnSelection(.delete, isLinewise: false),
        "X": .operateOnSelection(.delete, isLinewise: true), "D": .operateOnSelection(.delete, isLinewise: true),
        "c": .operateOnSelection(.change, isLinewise: false), "s": .operateOnSelection(.change, isLinewise: false),
        "C": .operateOnSelection(.change, isLinewise: true), "S": .operateOnSelection(.change, isLinewise: true),
        "R": .operateOnSelection(.change, isLinewise: true),
        "y": .operateOnSelection(.yank, isLinewise: false), "Y": .operateOnSelection(.yank, isLinewise: true),
        ">": .operateOnSelection(.indent, isLinewise: true), "<": .operateOnSelection(.outdent, isLinewise: true),
        "u": .operateOnSelection(.lowerCase, isLinewise: false),
        "U": .operateOnSelection(.upperCase, isLinewise: false),
        "~": .operateOnSelection(.toggleCase, isLinewise: false),
        "J": .joinSelection(isSpaced: true), "p": .putOverSelection, "P": .putOverSelection,
        "o": .exchangeEnds, "v": .visual(.visual), "V": .visual(.visualLine), "\u{1B}": .leave,
        "/": .search(isBackward: false), "?": .search(isBackward: true),
    ]

    private mutating func visualAction(_ key: Character) throws(Stop) -> ViAction? {
        if let action = ViParser.visualActions[key] { return action }
        switch key {
        case "r": return .replaceSelection(try text())
        case "i", "a": return .select(try object(isOuter: key == "a"))
        case "g":
            guard index < keys.count else { throw .incomplete }
            if keys[index] == "J" {
                index += 1
                return .joinSelection(isSpaced: false)
            }
            guard let operation = try operation(key) else { return nil }
            return .operateOnSelection(operation, isLinewise: operation.isOnLines)
        default: return nil
        }
    }
}

import Failures
import SQLWire

extension ScriptMachine {
    /// Handles a command that sends no statement.
    ///
    /// - Returns: The action to perform.
    /// - Throws: The error; then the machine is unchanged.
    public mutating func follow(_ command: ScriptCommand) throws(ScriptError) -> ScriptAction {
        try check(command)
        switch dialect {
        case .postgresql:
            if ScriptConditions.commands.contains(command.name) {
                try followCondition(command)
                return .nothing
            }
            return isActive ? try followPostgreSQL(command) : .nothing
        case .mysql: return try followMySQL(command)
        }
    }

    private mutating func followPostgreSQL(_ command: ScriptCommand) throws(ScriptError) -> ScriptAction {
        switch command.name {
        case "q", "quit", "exit": return .stop
        case "r", "reset":
            // The scanner has discarded the open statement.
            return .nothing
        case "i", "include": return .include(path: try path(of: command), isBeside: false)
        case "ir", "include_relative": return .include(path: try path(of: command), isBeside: true)
        case "echo", "qecho", "warn":
            let echo = try words(of: command).echo
            return .say(echo.text + (echo.endsLine ? "\n" : ""), isRemark: command.name == "warn")
        case "set":
            let words = try words(of: command).texts
            guard let name = words.first else { return .listVariables }
            try set(name, to: Array(words.dropFirst().joined().utf8))
        case "unset": try set(try word(of: command, "a variable"), to: nil)
        case "restrict", "unrestrict":
            let words = try words(of: command).texts
            var changed = restriction
            try Self.failing(endsRun: false) { () throws(Failure) in
                if command.name == "restrict" { try changed.restrict(words) } else { try changed.unrestrict(words) }
            }
            restriction = changed
        case "encoding":
            let words = try words(of: command).texts
            guard words.count == 1 else { return .own(command) }
            return .encoding(try encoding(words[0], command))
        default: return .own(command)
        }
        return .nothing
    }

    private mutating func followMySQL(_ command: ScriptCommand) throws(ScriptError) -> ScriptAction {
        switch command.name {
        case "q", "quit", "exit": return .stop
        case "sandbox", "-": restriction.enterSandbox()
        case "c", "clear": break
        case "source", ".":
            let path = Self.trimmed(command.arguments)
            guard !path.isEmpty else { throw missing(command, "a file") }
            return .include(path: path, isBeside: false)
        case "i", "include": return .include(path: try path(of: command), isBeside: false)
        case "ir", "include_relative": return .include(path: try path(of: command), isBeside: true)
        case "echo", "qecho", "warn":
            let echo = try words(of: command).echo
            return .say(echo.text + (echo.endsLine ? "\n" : ""), isRemark: command.name == "warn")
        case "charset", "C":
            guard let word = MySQLArgument.first(of: command.arguments, afterBackslash: false) else {
                throw missing(command, "a character set")
            }
            return .encoding(try encoding(String(decoding: word, as: UTF8.self), command))
        default: return .own(command)
        }
        return .nothing
    }

    private mutating func followCondition(_ command: ScriptCommand) throws(ScriptError) {
        guard !command.isInStatement else {
            throw ScriptError(
                Failure(
                    .badData, "\\\(command.name) stands inside a statement",
                    why: "only whole statements are left out here", next: "end the statement before it"), endsRun: true)
        }
        let reads = scripts.last?.conditions.reads(command.name) ?? false
        let words = reads ? try words(of: command).texts : []
        try Self.failing(endsRun: true) { () throws(Failure) in
            try changeConditions { conditions throws(Failure) in try conditions.take(command.name, words) }
        }
    }

    /// Sets a psql variable; `ON_ERROR_STOP` also changes `stopsAtError`.
    private mutating func set(_ name: String, to value: [UInt8]?) throws(ScriptError) {
        // An invalid name changes nothing; any other error changes the meaning of the script.
        let isName = !name.isEmpty && name.utf8.allSatisfy(VariableReference.isNameByte)
        let isSwitch = name == "ON_ERROR_STOP"
        try Self.failing(endsRun: isName && !isSwitch) { () throws(Failure) in
            guard name == "ON_ERROR_STOP" else { return try variables.set(name, to: value) }
            guard let stops = Self.truth(value.map { String(decoding: $0, as: UTF8.self) } ?? "off") else {
                throw Failure(.badData, "\\set ON_ERROR_STOP takes on or off")
            }
            try variables.set(name, to: value)
            stopsAtError = stops
        }
    }

    /// Source: psql's `ParseVariableBool`; an empty value means on.
    private static func truth(_ word: String) -> Bool? {
        let word = word.lowercased()
        func begins(_ whole: String, _ least: Int = 1) -> Bool { word.count >= least && whole.hasPrefix(word) }
        if word.isEmpty || begins("true") || begins("yes") || begins("on", 2) || word == "1" { return true }
        return begins("false") || begins("no") || begins("off", 2) || word == "0" ? false : nil
    }

    private func path(of command: ScriptCommand) throws(ScriptError) -> String { try word(of: command, "a file") }

    private func word(of command: ScriptCommand, _ meaning: String) throws(ScriptError) -> String {
        let words = try words(of: command).texts
        guard let first = words.first, !first.isEmpty else { throw missing(command, meaning) }
        guard words.count == 1 else {
            throw ScriptError(
                Failure(
                    .badData, "\\\(command.name) takes one argument", why: "\(words.count) were given",
                    next: "put quotes round a name that has blanks in it"), endsRun: true)
        }
        return first
    }

    private func missing(_ command: ScriptCommand, _ meaning: String) -> ScriptError {
        ScriptError(
            Failure(.badData, "\\\(command.name) was not understood", why: "it needs \(meaning)"), endsRun: true)
    }

    /// An encoding name that needs no quotes in SQL.
    private func encoding(_ name: String, _ command: ScriptCommand) throws(ScriptError) -> String {
        guard !name.isEmpty, name.utf8.allSatisfy({ Byte.isDigit($0) || ($0 | 32) &- 97 < 26 || $0 == 95 || $0 == 45 })
        else {
            throw ScriptError(
                Failure(.badData, "\\\(command.name): \"\(name.prefix(60))\" names no encoding"), endsRun: true)
        }
        return name
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        var rest = bytes[...].drop { $0 <= Byte.space }
        while let last = rest.last, last <= Byte.space { rest.removeLast() }
        if rest.count >= 2, rest.first == Byte.quote, rest.last == Byte.quote { rest = rest.dropFirst().dropLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    private static func failing(
        endsRun: Bool, _ work: () throws(Failure) -> Void
    ) throws(ScriptError) {
        do throws(Failure) {
            try work()
        } catch {
            throw ScriptError(error, endsRun: endsRun)
        }
    }
}

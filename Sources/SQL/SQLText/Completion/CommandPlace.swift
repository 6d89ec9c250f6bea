import SQLScript
import SQLWire

/// The client command at the cursor: `\d vess`, mysql's `use har`.
struct CommandPlace {
    /// The command with its backslash, if it has one.
    let name: String
    /// The typed part of the name or of the last argument.
    let typed: [UInt8]
    /// The qualifier before a dot in it.
    let qualifier: String?
    /// The range of the typed part.
    let replaced: Range<Int>
    /// Whether the cursor is in the name itself.
    let isName: Bool
    /// The number of complete arguments.
    let argument: Int

    /// Nil when the cursor is in no command.
    init?(text: [UInt8], cursor: Int, rules: LexRules) {
        let lineStart = text[..<cursor].lastIndex(of: Byte.lineFeed).map { $0 + 1 } ?? 0
        guard let start = Self.start(text, lineStart, cursor, rules) else { return nil }
        let line = text[start..<cursor]
        let nameEnd = line.firstIndex(where: MySQLCommand.isSpace) ?? cursor
        name = String(decoding: text[start..<nameEnd], as: UTF8.self)
        isName = nameEnd == cursor
        let wordStart = isName ? start : (line.lastIndex(where: MySQLCommand.isSpace) ?? start) + 1
        let word = text[wordStart..<cursor]
        let dot = isName ? nil : word.lastIndex(of: Byte.dot)
        qualifier = dot.map { Identifier.unquoted(word[..<$0], rules.dialect) }
        let partStart = dot.map { $0 + 1 } ?? wordStart
        let quotes: Set<UInt8> = [Byte.doubleQuote, Byte.backquote]
        typed = Array(text[partStart..<cursor].drop { quotes.contains($0) })
        replaced = partStart..<cursor
        argument = line[nameEnd...].split(whereSeparator: MySQLCommand.isSpace).count - (word.isEmpty ? 0 : 1)
    }

    /// The start of the command at the cursor.
    private static func start(_ text: [UInt8], _ lineStart: Int, _ cursor: Int, _ rules: LexRules) -> Int? {
        let line = text[lineStart..<cursor]
        let isCandidate =
            line.contains(Byte.backslash) || MySQLCommand.leading(Array(line.drop(while: MySQLCommand.isSpace))) != nil
        guard isCandidate else { return nil }
        let statement = CompletionText.statement(in: text, around: cursor, rules).lowerBound
        let tokens = SQLLexer(rules: rules).lex(text[min(statement, lineStart)..<cursor])
        let base = min(statement, lineStart)
        if rules.dialect == .mysql, let first = line.firstIndex(where: { !MySQLCommand.isSpace($0) }),
            text[first] == Byte.backslash
        {
            // psql's commands are known here, too, in a line of their own.
            let isInside = tokens.contains { token in
                token.range.lowerBound + base < first && token.range.upperBound + base > first
            }
            return isInside ? nil : first
        }
        for token in tokens.reversed() {
            let start = token.range.lowerBound + base
            guard start >= lineStart else { return nil }
            switch token.kind {
            case .command: return text[start...].starts(with: Array("\\\\".utf8)) ? nil : start
            case .commandArgument, .whitespace: continue
            default: return nil
            }
        }
        return nil
    }

    func answer(
        commands: [String], names: SchemaNames, uses: [String: Int], dialect: Dialect
    ) -> CompletionAnswer {
        let scope = QueryScope(
            reader: QueryReader(tokens: SpokenTokens(text: [], tokens: [], dialect: dialect)), names: names, cursor: 0)
        var writer = CandidateWriter(
            dialect: dialect, isQuoted: false, hasUpperKeywords: false, isCalled: false,
            typed: typed, scope: scope, uses: uses)
        if isName {
            for command in commands {
                writer.pool.offer(command, priority: 0, worst: .prefix) {
                    CompletionCandidate(text: command, label: command, kind: .command, detail: "")
                }
            }
        } else if argument == 0 || name == "\\c" {
            var place = place(dialect)
            if let qualifier { place.qualifiers = [qualifier] }
            writer.write(place, cursor: 0)
        }
        return CompletionAnswer(replaced: replaced, candidates: writer.pool.candidates, needs: writer.scope.needs)
    }

    /// The place of a command's argument.
    private func place(_ dialect: Dialect) -> CompletionPlace {
        let relations: CompletionPlace.Names = [.relations, .schemas]
        switch name.hasPrefix("\\")
            ? String(name.drop { $0 == "\\" }.filter { $0 != "+" && $0 != "S" }) : name.lowercased()
        {
        case "d", "dp", "z", "copy": return CompletionPlace(relations)
        case "dt": return CompletionPlace(relations, kinds: [.table, .partitioned])
        case "dv", "sv", "ev": return CompletionPlace(relations, kinds: [.view])
        case "dm": return CompletionPlace(relations, kinds: [.materializedView])
        case "ds": return CompletionPlace(relations, kinds: [.sequence])
        case "dE", "det": return CompletionPlace(relations, kinds: [.foreignTable])
        case "dn": return CompletionPlace(.schemas)
        case "df", "sf", "ef": return CompletionPlace([.ownFunctions, .schemas])
        case "c", "connect", "use", "u": return CompletionPlace(argument == 0 ? .databases : [])
        case "x", "timing", "a", "t", "H":
            return CompletionPlace([], name == "\\x" ? ["on", "off", "auto"] : ["on", "off"])
        case "h", "help": return CompletionPlace([], Phrases.statement(dialect))
        default: return .nothing
        }
    }
}

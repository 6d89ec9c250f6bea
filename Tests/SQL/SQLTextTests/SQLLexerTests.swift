import SQLScript
import SQLText
import SQLWire
import TestSupport
import Testing

@Suite struct SQLLexerTests {
    /// The tokens without spaces as `kind:text`, with `…` after an open one.
    private func tokens(_ text: String, _ rules: LexRules) -> [String] {
        let bytes = Array(text.utf8)
        return SQLLexer(rules: rules).lex(bytes).filter { $0.kind != .whitespace }.map {
            "\($0.kind):" + String(decoding: bytes[$0.range], as: UTF8.self) + ($0.isOpen ? "…" : "")
        }
    }

    @Test(
        arguments: [
            ("select a.b", ["keyword:select", "identifier:a", "dot:.", "identifier:b"]),
            (
                "'a''b' E'\\'' U&'x' B'1' x'f' N'n'",
                [
                    "string:'a''b'", "string:E'\\''", "string:U&'x'", "string:B'1'", "string:x'f'", "string:N'n'",
                ]
            ),
            ("'a\\' 1", ["string:'a\\'", "number:1"]),
            ("\"a\"\"b\" U&\"c\"", ["quotedIdentifier:\"a\"\"b\"", "quotedIdentifier:U&\"c\""]),
            ("$$a;$b$$ $t$ $$ $t$", ["dollarString:$$a;$b$$", "dollarString:$t$ $$ $t$"]),
            ("a$b$c $1", ["identifier:a$b$c", "parameter:$1"]),
            ("/* /* */ */ -- x\n1", ["blockComment:/* /* */ */", "lineComment:-- x", "number:1"]),
            ("1.5e-3 .5 1..2 0", ["number:1.5e-3", "number:.5", "number:1", "operator:..", "number:2", "number:0"]),
            (
                "a::int->>'x' <= -1",
                [
                    "identifier:a", "operator:::", "keyword:int", "operator:->>", "string:'x'", "operator:<=",
                    "operator:-",
                    "number:1",
                ]
            ),
            (
                "f(a, b[1]);",
                [
                    "identifier:f", "openParenthesis:(", "identifier:a", "comma:,", "identifier:b", "bracket:[",
                    "number:1",
                    "bracket:]", "closeParenthesis:)", "terminator:;",
                ]
            ),
            (
                "\\d+ \"a b\" c\n1",
                ["command:\\d+", "commandArgument:\"a", "commandArgument:b\"", "commandArgument:c", "number:1"]
            ),
            ("1 \\g\n2", ["number:1", "command:\\g", "number:2"]),
            (":x :'y'", ["parameter::x", "operator::", "string:'y'"]),
            ("'a\nb", ["string:'a\nb…"]), ("\"a\n", ["quotedIdentifier:\"a\n…"]),
            ("/* a\n/* */", ["blockComment:/* a\n/* */…"]),
            ("$x$ a\n$$", ["dollarString:$x$ a\n$$…"]), ("\u{1}é", ["stray:\u{1}", "identifier:é"]),
            ("a/*b*/--c", ["identifier:a", "blockComment:/*b*/", "lineComment:--c"]),
            ("(1;2)", ["openParenthesis:(", "number:1", "semicolon:;", "number:2", "closeParenthesis:)"]),
        ] as [(String, [String])])
    func `PostgreSQL's tokens`(text: String, expected: [String]) {
        #expect(tokens(text, .postgresql) == expected)
    }

    @Test(
        arguments: [
            ("'a\\'b' \"c\\\"d\" `e\\`", ["string:'a\\'b'", "string:\"c\\\"d\"", "quotedIdentifier:`e\\`"]),
            (
                "# a\n1--2 -- b",
                ["lineComment:# a", "number:1", "operator:-", "operator:-", "number:2", "lineComment:-- b"]
            ),
            (
                "/*!50000 1 */ /*M! 2*/ /*+ h ; */",
                [
                    "conditional:/*!50000", "number:1", "conditional:*/", "conditional:/*M!", "number:2",
                    "conditional:*/",
                    "blockComment:/*+", "blockComment:h", "blockComment:;", "blockComment:*/",
                ]
            ),
            (
                "@a @@global.x ? := 1",
                ["parameter:@a", "parameter:@@global.x", "parameter:?", "operator::=", "number:1"]
            ),
            (
                "1a 0x1f 1e5 1.5 t.5a",
                [
                    "identifier:1a", "number:0x1f", "number:1e5", "number:1.5", "identifier:t", "dot:.",
                    "identifier:5a",
                ]
            ),
            ("use harbor\nselect 1", ["command:use", "commandArgument:harbor", "keyword:select", "number:1"]),
            (
                "delimiter //\na; b//\ndelimiter ;\nc;",
                [
                    "command:delimiter", "commandArgument://", "identifier:a", "semicolon:;", "identifier:b",
                    "terminator://",
                    "command:delimiter", "commandArgument:;", "identifier:c", "terminator:;",
                ]
            ),
            ("select 1\nuse x;", ["keyword:select", "number:1", "keyword:use", "identifier:x", "terminator:;"]),
            ("1\\G2", ["number:1", "command:\\G", "number:2"]), ("\\N", ["keyword:\\N"]),
            ("'a\nb", ["string:'a\nb…"]), ("/* a\n", ["blockComment:/* a\n…"]),
            ("_utf8'x' x'1f' n'y'", ["identifier:_utf8", "string:'x'", "string:x'1f'", "string:n'y'"]),
            ("a<=>b->>'$.c'", ["identifier:a", "operator:<=>", "identifier:b", "operator:->>", "string:'$.c'"]),
        ] as [(String, [String])])
    func `MySQL's tokens`(text: String, expected: [String]) {
        #expect(tokens(text, .mysql) == expected)
    }

    @Test func `the session's settings control backslashes and double quotes`() {
        #expect(
            tokens("'a\\' ;'", LexRules(dialect: .postgresql, hasBackslashEscapes: true)) == ["string:'a\\' ;'"])
        #expect(tokens("'a\\'", LexRules(dialect: .mysql, hasBackslashEscapes: false)) == ["string:'a\\'"])
        #expect(tokens("\"a\\\"", LexRules(dialect: .mysql, hasANSIQuotes: true)) == ["quotedIdentifier:\"a\\\""])
    }

    @Test func `a sent text has no commands, and strings continue after a line`() {
        let sent = LexRules(dialect: .postgresql, isSentText: true)
        #expect(tokens("\\g", sent) == ["stray:\\", "identifier:g"])
        #expect(tokens("E'a'\n 'b\\'' ;", sent) == ["string:E'a'", "string:'b\\''", "terminator:;"])
        #expect(tokens("E'a' 'b\\' ;", sent) == ["string:E'a'", "string:'b\\'", "terminator:;"])
        #expect(tokens("1e--a\n;", sent) == ["number:1", "identifier:e", "lineComment:--a", "terminator:;"])
        #expect(tokens("use a", LexRules(dialect: .mysql, isSentText: true)) == ["keyword:use", "identifier:a"])
    }

    @Test(arguments: LexRules.all)
    func `tokens cover all bytes of any text`(rules: LexRules) {
        var random = SeededGenerator(seed: 7)
        for round in 0..<400 {
            let bytes =
                round % 2 == 0
                ? Array(Fragments.script(rules.dialect, &random).utf8)
                : (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    random.pick(Array("'\"`$\\/*-#;\n\r e1.@:!MUun&x()".utf8) + [0, 128, 255])
                }
            var position = 0
            for token in SQLLexer(rules: rules).lex(bytes) {
                #expect(token.range.lowerBound == position && !token.range.isEmpty)
                position = token.range.upperBound
            }
            #expect(position == bytes.count)
        }
    }

    @Test(arguments: LexRules.all)
    func `lexing line by line gives the same as the whole text`(rules: LexRules) {
        var random = SeededGenerator(seed: 11)
        let lexer = SQLLexer(rules: rules)
        for _ in 0..<300 {
            let text = Array(Fragments.script(rules.dialect, &random).utf8)
            var state = LexState()
            var boundaries: [Int] = []
            var kinds: [TokenKind] = []
            for line in lines(of: text) {
                let wasInside = state.isInside
                let (tokens, next) = lexer.lexLine(line, state)
                for (index, token) in tokens.enumerated() {
                    if index == 0, wasInside, kinds.last == token.kind {
                        boundaries.removeLast()
                    } else {
                        kinds.append(token.kind)
                    }
                    boundaries.append(line.startIndex + token.range.upperBound)
                }
                state = next
            }
            let whole = lexer.lex(text)
            #expect(whole.map(\.range.upperBound) == boundaries)
            #expect(whole.map(\.kind) == kinds)
        }
    }

    @Test(arguments: LexRules.all)
    func `a line's feed does not change its other tokens`(rules: LexRules) {
        var random = SeededGenerator(seed: 12)
        let lexer = SQLLexer(rules: rules)
        for _ in 0..<300 {
            let line = Fragments.script(rules.dialect, &random).split(separator: "\n").first ?? ""
            let bytes = Array(line.utf8)
            let (without, stateWithout) = lexer.lexLine(bytes, LexState())
            let (with, stateWith) = lexer.lexLine(bytes + [10], LexState())
            let cut = with.filter { $0.range.lowerBound < bytes.count }
            #expect(cut.map(\.kind) == without.map(\.kind))
            #expect(stateWith.isInside == stateWithout.isInside)
        }
    }

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `statements end where the script scanner ends them`(dialect: Dialect) {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<4000 {
            let text = Fragments.script(dialect, &random)
            let bytes = Array(text.utf8)
            let tokens = SQLLexer(rules: LexRules(dialect: dialect)).lex(bytes)
            let ends = terminators(tokens, bytes, dialect)
            let scanned = scannerEnds(bytes, dialect)
            #expect(scanned.statements.isSubset(of: ends), "\(text.debugDescription)")
            #expect(ends.isSubset(of: scanned.statements.union(scanned.commands)), "\(text.debugDescription)")
        }
    }

    /// The ends of terminators after other text; psql sends a lone `;`, too.
    private func terminators(_ tokens: [Token], _ bytes: [UInt8], _ dialect: Dialect) -> Set<Int> {
        var ends: Set<Int> = []
        var isEmpty = dialect == .mysql
        for token in tokens {
            switch token.kind {
            case .terminator:
                if !isEmpty { ends.insert(token.range.upperBound) }
                isEmpty = dialect == .mysql
            case .command:
                let clears = ["\\c", "\\g", "\\G", "\\."].map { Array($0.utf8) }.contains(Array(bytes[token.range]))
                if clears { isEmpty = dialect == .mysql }
            case .blockComment where isHint(bytes[token.range]): isEmpty = false
            case .whitespace, .lineComment, .blockComment, .commandArgument: break
            case .stray where bytes[token.range] == [UInt8(ascii: "\\")]: break
            default: isEmpty = false
            }
        }
        return ends
    }

    private func isHint(_ comment: ArraySlice<UInt8>) -> Bool {
        !comment.starts(with: Array("/*".utf8)) || comment.starts(with: Array("/*+".utf8))
    }

    private func scannerEnds(
        _ bytes: [UInt8], _ dialect: Dialect
    ) -> (statements: Set<Int>, commands: Set<Int>) {
        func ends(_ scanner: inout some ScriptScanner) -> (Set<Int>, Set<Int>) {
            var (statements, commands): (Set<Int>, Set<Int>) = ([], [])
            scanner.feed(bytes)
            scanner.finish()
            while let item = scanner.next() {
                switch item {
                case .statement(let statement) where statement.ending == .terminator:
                    statements.insert(scanner.itemRange.upperBound)
                case .statement: break
                case .command: commands.insert(scanner.itemRange.upperBound)
                }
            }
            return (statements, commands)
        }
        if dialect == .postgresql {
            var scanner = PostgreSQLScanner()
            return ends(&scanner)
        }
        var scanner = MySQLScanner()
        return ends(&scanner)
    }
}

import SQLScript
import SQLText
import SQLWire

extension Harness {
    /// Scripts and statements.
    static let scripts = [
        Harness("postgresql", seeds: [dollars, "\\if :x \\echo a \\else b;\\endif\ncopy t from stdin;\n1\t2\n\\.\n"]) {
            follow(PostgreSQLScanner.self, $0, .postgresql)
        },
        Harness(
            "mysql", seeds: ["delimiter //\nselect 'a\\'b', \"c\" -- d\n//\n\\! x\nuse `b`;\n/*!50000 x */ select 1\\G"]
        ) {
            follow(MySQLScanner.self, $0, .mysql)
        },
        Harness("lexer", seeds: [dollars, "select `a`, 'b''c', e'\\'', 0x1f, $1, @v, U&\"d\" /* /* */ */ -- e\n# f\n"])
        {
            bytes in
            for dialect in [Dialect.postgresql, .mysql] {
                for isSent in [false, true] { lex(bytes, LexRules(dialect: dialect, isSentText: isSent)) }
            }
        },
    ]

    private static let dollars =
        "create function f() returns int as $a$ select ';' $a$ language sql; select 1 \\g | x\n"

    private static func follow<Scanner: ScriptScanner>(_ type: Scanner.Type, _ bytes: [UInt8], _ dialect: Dialect) {
        let whole = Scanner.items(of: bytes)
        // Where the chunks end makes no difference.
        var scanner = Scanner()
        var items: [ScriptItem] = []
        var machine = ScriptMachine(dialect: dialect)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            scanner.feed(Array(bytes[start..<min(bytes.count, start + 3)]))
            while let item = scanner.next() { items.append(item) }
        }
        scanner.finish()
        while let item = scanner.next() { items.append(item) }
        require(items == whole, "\(items) != \(whole)")
        for case .command(let command) in whole {
            _ = try? machine.use(of: command)
            _ = try? machine.follow(command)
        }
    }

    private static func lex(_ bytes: [UInt8], _ rules: LexRules) {
        let tokens = SQLLexer(rules: rules).lex(bytes)
        var end = 0
        for token in tokens {
            require(token.range.lowerBound >= end && !token.range.isEmpty, "\(tokens)")
            end = token.range.upperBound
        }
        require(end <= bytes.count)
    }
}

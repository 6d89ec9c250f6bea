import SQLText
import SQLWire
import TestSupport

/// Pieces of scripts that are difficult to lex.
enum Fragments {
    static let postgresql = [
        "select ", "1", " ", "\n", "\n", ";", ";", ";\n", "'", "''", "'a'", "E'", "e'\\''", "\\'", "B'1'", "X'", "N'",
        "U&'", "U&\"", "\"", "\"a;\"", "$$", "$a$", "$b$", "$1", "$a", "a$", "--", "-- c\n", "-", "/*", "*/", "/",
        "*", "+", "(", ")", "(;)", "\t", "\\;", "\\:", "\\g\n", "\\g \\\\", "\\gx\n", "\\r\n", "\\echo a\n",
        "\\echo 'a;' \\\\ ", "\\p\n", "\\", "create ", "or ", "replace ", "function ", "procedure ", "begin ",
        "atomic ",
        "end ", "end;", "case ", "begin atomic ", "create function f() ", "create or replace procedure p() ", "1e",
        "1.", "..", ".5", "1e-", "x", "é", ":", "::", ":a", ":'", ":=", "a", "E", "u&", "B", "\r", "\r\n",
        "create function f() begin atomic select 1; end;\n", "select $$;$$;\n", "select 'x;y';\n", "\n\n",
    ]
    static let mysql = [
        "select ", "1", " ", "\n", "\n", ";", ";", ";\n", "'", "''", "'a'", "\"", "\"a;\"", "`", "`a;`", "\\'", "\\\\",
        "\\\n", "-- ", "-- c\n", "--", "-", "#", "# c\n", "/*", "*/", "/*!", "/*M!", "/*+", "/", "*", "+", "(", ")",
        "\r\n", "\t", "\\g", "\\G\n", "\\c", "\\N", "\\p", "\\p\n", "\\n ", "\\w\n", "\\u harbor\n", "use harbor\n",
        "use harbor;\n", "use ", "help\n", "status\n", "status;", "\ndelimiter //\n", "\ndelimiter ;\n",
        "\nDELIMITER $$\n", "//", "//\n", "$$", "$$\n", "\\d //\n", "\\d ;\n", "a", "select 'x;y';\n",
        "select /* ; */ 1;\n", "\n\n", "go\n", "clear\n", "print\n", "nowarning;", "\t\n", "x", "1e", "1.", ".5", "@a",
    ]

    static func of(_ dialect: Dialect) -> [String] { dialect == .postgresql ? postgresql : mysql }

    static func script(_ dialect: Dialect, _ random: inout SeededGenerator) -> String {
        let fragments = of(dialect)
        return (0..<Int.random(in: 1...25, using: &random)).map { _ in random.pick(fragments) }.joined()
    }
}

extension LexRules {
    static let postgresql = LexRules(dialect: .postgresql)
    static let mysql = LexRules(dialect: .mysql)

    /// All lexical rules.
    static let all: [LexRules] = [Dialect.postgresql, .mysql].flatMap { dialect in
        [false, true].flatMap { escapes in
            [false, true].flatMap { quotes in
                [false, true].map { isSent in
                    LexRules(
                        dialect: dialect, hasBackslashEscapes: escapes, hasANSIQuotes: quotes, isSentText: isSent)
                }
            }
        }
    }
}

/// The lines of a text, each with its line feed.
func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in text.indices where text[index] == UInt8(ascii: "\n") {
        lines.append(text[start...index])
        start = index + 1
    }
    if start < text.count { lines.append(text[start...]) }
    return lines
}

import SQLWire
import TerminalUI

/// The tokens of a text without spaces and comments. The marks of MySQL's `/*!` comments are left out, too, so that
/// their content counts.
struct SpokenTokens {
    let text: [UInt8]
    let tokens: [Token]
    let dialect: Dialect
    /// The tokens for servers that skip some of the `/*!` comments; empty when there are none.
    private let others: [[Token]]
    /// The number of open parentheses before each token; a parenthesis itself counts as outside.
    let depths: [Int]
    /// The index of the closing parenthesis around each token, or the number of tokens.
    private let groupEnds: [Int]

    init(text: [UInt8], rules: LexRules) {
        self.init(text: text, tokens: SQLLexer(rules: rules).lex(text), dialect: rules.dialect)
    }

    /// Selects the significant tokens of a text.
    ///
    /// - Parameter cursor: The position of the typed text: parentheses that are open there and never closed count as
    ///   closed there, unless they contain a query.
    init(text: [UInt8], tokens: [Token], dialect: Dialect, cursor: Int? = nil) {
        self.text = text
        self.dialect = dialect
        self.tokens = tokens.filter {
            switch $0.kind {
            case .whitespace, .lineComment, .blockComment, .conditional, .command, .commandArgument: false
            default: true
            }
        }
        others = Self.others(tokens, text)
        let nesting = Nesting(of: self.tokens, in: text, cursor: cursor)
        depths = nesting.depths
        groupEnds = nesting.groupEnds
    }

    /// The same text as read by servers whose version skips some of its `/*!` comments.
    var otherReadings: [SpokenTokens] {
        others.map { SpokenTokens(text: text, tokens: $0, dialect: dialect) }
    }

    /// Every combination for a few comments; for many: all, none, each alone, and all but each.
    private static func others(_ tokens: [Token], _ text: [UInt8]) -> [[Token]] {
        guard tokens.contains(where: { $0.kind == .conditional }) else { return [] }
        var numbers: [Int] = []
        var count = 0
        var isInside = false
        for token in tokens {
            if token.kind == .conditional {
                isInside = text[token.range].first == Byte.slash
                if isInside { count += 1 }
                numbers.append(-1)
            } else {
                numbers.append(isInside ? count - 1 : -1)
            }
        }
        let all = Set(0..<count)
        var choices: [Set<Int>] = [[]]
        if count <= 4 {
            for number in 0..<count { choices += choices.map { $0.union([number]) } }
        } else if count <= 64 {
            choices += all.map { [$0] } + all.map { all.subtracting([$0]) }
        }
        return choices.filter { $0 != all }.map { read in
            zip(tokens, numbers).compactMap { token, number in
                token.kind == .conditional || number >= 0 && !read.contains(number) ? nil : token
            }
        }
    }

    var count: Int { tokens.count }

    /// The bytes of the token at `index`; empty when there is none.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        tokens.indices.contains(index) ? text[tokens[index].range] : []
    }

    func kind(_ index: Int) -> TokenKind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

    /// Whether the token at `index` is the unquoted word `word`, which is in lower case.
    func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .keyword || tokens[index].kind == .identifier
        else { return false }
        return bytes(index).isWord(word)
    }

    /// The unquoted word at `index` in lower case; empty when there is none.
    func word(_ index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].kind == .keyword || tokens[index].kind == .identifier
        else { return "" }
        return String(decoding: bytes(index).map(Byte.lowered), as: UTF8.self)
    }

    /// Whether the token at `index` can be a name or a part of one.
    func isName(_ index: Int) -> Bool {
        switch kind(index) {
        case .keyword, .identifier, .quotedIdentifier: true
        default: false
        }
    }

    /// The name at `index`, without quotes.
    func unquoted(_ index: Int) -> String {
        guard tokens.indices.contains(index) else { return "" }
        return Identifier.unquoted(bytes(index), dialect)
    }

    /// The name of the function or column at `index` in lower case, with the escapes of `U&"…"` decoded.
    func functionName(_ index: Int) -> String {
        let bytes = bytes(index)
        guard kind(index) == .quotedIdentifier, bytes.first.map({ $0 | 32 }) == UInt8(ascii: "u"),
            bytes.dropFirst().first == Byte.ampersand
        else { return unquoted(index).lowercased() }
        return Identifier.unescaped(Identifier.unquoted(bytes.dropFirst(2), dialect)).lowercased()
    }

    /// Whether only some servers read a part of the text.
    var hasConditionals: Bool { !others.isEmpty }

    /// The comma-separated list of names that begins at `index`, as written, and its end.
    func names(at index: Int) -> (text: String, end: Int) {
        var names: [String] = []
        var index = index
        while isName(index) {
            var name = String(decoding: bytes(index), as: UTF8.self)
            index += 1
            while kind(index) == .dot, isName(index + 1) || bytes(index + 1) == [Byte.star] {
                name += "." + String(decoding: bytes(index + 1), as: UTF8.self)
                index += 2
            }
            names.append(name)
            if kind(index) == .operator, bytes(index) == [Byte.star] { index += 1 }
            guard kind(index) == .comma else { break }
            index += 1
        }
        return (Self.harmless(names.joined(separator: ", ")), index)
    }

    /// The index of the parenthesis that closes the group around `index`, or `limit`; an opening parenthesis counts as
    /// part of its own group.
    func endOfGroup(around index: Int, limit: Int) -> Int {
        groupEnds.indices.contains(index) ? min(groupEnds[index], limit) : limit
    }

    /// A text that is safe to show: unsafe characters are replaced, and long texts are cut.
    static func harmless(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let shown = HarmlessText.of(String(scalars.prefix(120)))
        return shown + (scalars.dropFirst(120).isEmpty ? "" : "…")
    }
}

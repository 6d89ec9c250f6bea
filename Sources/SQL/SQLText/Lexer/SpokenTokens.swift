import SQLCore
import TerminalUI

/// The tokens of a text that say something: no spaces and no comments. MySQL's `/*!` and its end are left out, too, so
/// that what is in them counts.
struct SpokenTokens {
    let text: [UInt8]
    let tokens: [Token]
    let dialect: Dialect
    /// What is said to servers that pass over some of MySQL's `/*!` comments; empty when there are none.
    private let others: [[Token]]
    /// How many parentheses are open before each token; a parenthesis itself is outside.
    let depths: [Int]
    /// Where the parentheses around each token are closed, or the number of tokens.
    private let groupEnds: [Int]

    init(text: [UInt8], rules: LexRules) {
        self.init(text: text, tokens: SQLLexer(rules: rules).lex(text), dialect: rules.dialect)
    }

    /// The tokens of a text that are said.
    ///
    /// - Parameter cursor: The byte that something is being typed before: parentheses that are open there and never
    ///   closed are taken for closed there, unless a query begins in them.
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

    /// The same text as servers have it that pass over some of the `/*!` comments in it, by their versions.
    var otherReadings: [SpokenTokens] {
        others.map { SpokenTokens(text: text, tokens: $0, dialect: dialect) }
    }

    /// Of a few comments every choice; of many all, none, each alone and all but each.
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

    /// The bytes of the token at `index`; none when there is no token.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        tokens.indices.contains(index) ? text[tokens[index].range] : []
    }

    func kind(_ index: Int) -> TokenKind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

    /// Whether a word without quotes stands at `index` and is `word`, which is in lower case.
    func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .keyword || tokens[index].kind == .identifier
        else { return false }
        return bytes(index).isWord(word)
    }

    /// The word without quotes at `index` in lower case; empty when there is none.
    func word(_ index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].kind == .keyword || tokens[index].kind == .identifier
        else { return "" }
        return String(decoding: bytes(index).map(Byte.lowered), as: UTF8.self)
    }

    /// Whether something stands at `index` that can be a name or a part of one.
    func isName(_ index: Int) -> Bool {
        switch kind(index) {
        case .keyword, .identifier, .quotedIdentifier: true
        default: false
        }
    }

    /// The name that stands at `index`, with its quotes taken away.
    func unquoted(_ index: Int) -> String {
        guard tokens.indices.contains(index) else { return "" }
        return Identifier.unquoted(bytes(index), dialect)
    }

    /// The name of the function or the column at `index` in lower case; escapes of `U&"…"` are undone.
    func functionName(_ index: Int) -> String {
        let bytes = bytes(index)
        guard kind(index) == .quotedIdentifier, bytes.first.map({ $0 | 32 }) == UInt8(ascii: "u"),
            bytes.dropFirst().first == Byte.ampersand
        else { return unquoted(index).lowercased() }
        return Identifier.unescaped(Identifier.unquoted(bytes.dropFirst(2), dialect)).lowercased()
    }

    /// Whether a part of the text is read by some servers only.
    var hasConditionals: Bool { !others.isEmpty }

    /// The names in a list that begins at `index`, as written: dotted, with commas between them; and where it ends.
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

    /// Where the parentheses that the token at `index` is in are closed, or `limit`; what an opening parenthesis is in
    /// is what follows it.
    func endOfGroup(around index: Int, limit: Int) -> Int {
        groupEnds.indices.contains(index) ? min(groupEnds[index], limit) : limit
    }

    /// What a person can be shown: what acts or hides is shown as a picture, and what is long is cut.
    static func harmless(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let shown = HarmlessText.of(String(scalars.prefix(120)))
        return shown + (scalars.dropFirst(120).isEmpty ? "" : "…")
    }
}

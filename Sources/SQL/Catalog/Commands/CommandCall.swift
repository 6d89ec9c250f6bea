import Failures
import SQLScript
import SQLWire

/// A command as the user wrote it.
struct CommandCall {
    /// The name as written, without a backslash.
    let name: String
    /// The text after the name, unprocessed.
    let arguments: [UInt8]
    /// The arguments as words.
    let words: CommandWords
    let dialect: Dialect

    init(
        _ name: String, _ arguments: [UInt8], _ dialect: Dialect, _ variables: ScriptVariables? = nil
    ) throws(Failure) {
        // psql does not substitute variables in the arguments of these commands.
        let variables = Self.verbatim.contains(name) ? nil : variables
        guard let words = CommandWords(arguments, dialect, variables: variables) else {
            throw Failure(
                .usage, "\\\(name) cannot ask a shell", why: "what stands in backquotes is not run here",
                next: "write the value itself")
        }
        (self.name, self.arguments, self.words, self.dialect) = (name, arguments, words, dialect)
    }

    private static let verbatim: Set<String> = ["copy", "sf", "sf+", "sv", "sv+", "ef", "ev"]

    /// The name with its backslash.
    var shown: String { "\\" + name }

    /// Whether the name ends with psql's `+` for more details.
    var isVerbose: Bool { suffix.contains("+") }

    /// Whether the name ends with psql's `S` for system objects.
    var showsSystem: Bool { suffix.contains("S") }

    /// Whether punctuation follows, such as a delimiter of mysql, instead of a name.
    var isDelimiter: Bool {
        guard let word = words.texts.first?.utf8, let first = word.first else { return false }
        let isName = (first | 32) &- 97 < 26 || first >= 128 || first &- 48 < 10
        return !isName && ![0x5F, 0x60, 0x22, 0x2A, 0x3F].contains(first)
    }

    private var suffix: Substring { name[CommandEntry.stem(of: name).endIndex...] }

    /// The only word; nil when there is none.
    func word() throws(Failure) -> String? {
        guard words.texts.count <= 1 else {
            throw refusal("it takes one argument", next: "put quotes round a name that has blanks in it")
        }
        return words.texts.first
    }

    /// The only word, which is required.
    func word(_ meaning: String) throws(Failure) -> String {
        guard let word = try word(), !word.isEmpty else { throw refusal("it needs \(meaning)") }
        return word
    }

    /// The rest of the line, without trailing blanks and semicolons and without the line number after `\ef` and `\ev`;
    /// it is required. psql uses the whole line, because the argument types of a function contain blanks.
    func wholeLine(_ meaning: String) throws(Failure) -> String {
        var text = Substring(String(decoding: arguments, as: UTF8.self)).drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        if name.hasPrefix("e") {
            let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
            let rest = text.dropLast(digits)
            if digits > 0, let last = rest.last, last.isWhitespace || last == ")" {
                text = rest
                while text.last?.isWhitespace == true { text.removeLast() }
            }
        }
        guard !text.isEmpty else { throw refusal("it needs \(meaning)") }
        return String(text)
    }

    /// A command without arguments.
    func nothing() throws(Failure) {
        guard words.texts.isEmpty else { throw refusal("it takes no argument") }
    }

    /// The path of an output file; programs and psql's options in parentheses are refused.
    func path() throws(Failure) -> String? {
        guard let word = words.texts.first else { return nil }
        if word.hasPrefix("|") {
            throw refusal("nothing is handed to a program from here", next: "name a file, and read it with the program")
        }
        if word.hasPrefix("("), name.hasPrefix("g") {
            throw refusal("options in parentheses are not followed here", next: "\\export FILE FORMAT writes a format")
        }
        return try self.word()
    }

    /// The name pattern.
    func pattern() throws(Failure) -> NamePattern {
        try NamePattern(try word() ?? "", dialect)
    }

    /// On, off or no argument, in psql's words.
    func toggle(allowsAutomatic: Bool = false) throws(Failure) -> CommandSwitch {
        guard let word = try word()?.lowercased() else { return .toggle }
        switch word {
        case "on", "true", "yes", "t", "y", "1", "tr", "tru", "ye": return .on
        case "off", "false", "no", "f", "n", "0", "of", "fa", "fal", "fals": return .off
        case "auto" where allowsAutomatic: return .automatic
        default: throw refusal("\"\(word)\" is neither on nor off")
        }
    }

    func refusal(_ why: String, next: String? = nil) -> Failure {
        let usage = CommandEntry.named(name, dialect).map { "\\\(name) \($0.arguments)" }
        return Failure(.usage, "\(shown) was not understood", why: why, next: next ?? usage)
    }
}

public import Failures

/// psql's variables: names that stand for texts in statements and commands.
///
/// Source: PostgreSQL 15, the manual of psql, and src/bin/psql/variables.c.
public struct ScriptVariables: Sendable, Equatable {
    /// No value is longer, in bytes; a variable that holds itself twice would double without an end.
    public static let longestValue = 16 << 20

    private var values: [String: [UInt8]] = [:]

    /// None.
    public init() {}

    /// All names, sorted.
    public var names: [String] { values.keys.sorted() }

    /// A line for each, as `\set` shows them.
    public var listing: String {
        names.map { "\($0) = '\(String(decoding: values[$0] ?? [], as: UTF8.self))'\n" }.joined()
    }

    /// A variable's value.
    public subscript(name: String) -> [UInt8]? { values[name] }

    /// Gives a variable a value, or takes it away.
    ///
    /// - Throws: `.badData` for a name that is none, a value that is too long, and a value that would change what
    ///   psql does in a way that is not followed here.
    public mutating func set(_ name: String, to value: [UInt8]?) throws(Failure) {
        guard !name.isEmpty, name.utf8.allSatisfy(VariableReference.isNameByte) else {
            throw Failure(.badData, "\"\(name)\" is no name for a variable", why: "it takes letters, digits and _")
        }
        guard (value?.count ?? 0) <= Self.longestValue else {
            throw Failure(.badData, "the value of \(name) is too long", why: "16 MiB are the most")
        }
        if let value { try SpecialVariable.check(name, value) }
        values[name] = value
    }

    /// Sets what the server told, which is nobody's to refuse.
    public mutating func note(_ name: String, _ value: String) { values[name] = Array(value.utf8) }

    /// A text with the values in it.
    ///
    /// A value that holds one of psql's commands stays in it as it is, for the server to refuse.
    ///
    /// - Parameters:
    ///   - references: Where they go, in the order of the text.
    ///   - stringsAreStandard: The session's `standard_conforming_strings`.
    public func expanded(
        _ text: [UInt8], _ references: [VariableReference], stringsAreStandard: Bool = true
    ) -> ExpandedText {
        ExpandedText(text, references, NestedValues(self, stringsAreStandard: stringsAreStandard))
    }

    /// What a reference becomes; nil when there is no such variable.
    func written(_ name: String, as form: VariableReference.Form) -> [UInt8]? {
        if form == .test { return Array((values[name] == nil ? "FALSE" : "TRUE").utf8) }
        guard let value = values[name] else { return nil }
        switch form {
        case .literal: return Self.literal(value)
        case .identifier: return Self.quoted(value, by: Byte.doubleQuote)
        case .plain, .test: return value
        }
    }

    /// As libpq's PQescapeLiteral writes it: with a backslash in it, it is an escape string after a blank.
    private static func literal(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(Byte.backslash) else { return quoted(value, by: Byte.quote) }
        let doubled = value.flatMap { $0 == Byte.backslash ? [$0, $0] : [$0] }
        return Array(" E".utf8) + quoted(doubled, by: Byte.quote)
    }

    private static func quoted(_ value: [UInt8], by quote: UInt8) -> [UInt8] {
        [quote] + value.flatMap { $0 == quote ? [$0, $0] : [$0] } + [quote]
    }
}

/// Variables by which psql itself is steered.
enum SpecialVariable {
    /// Refuses values that would change what a script does, and are not followed.
    ///
    /// Variables about prompts, history and looks are only kept.
    static func check(_ name: String, _ value: [UInt8]) throws(Failure) {
        guard let (harmless, why, next) = steering[name] else { return }
        let word = String(decoding: value, as: UTF8.self).lowercased()
        guard !harmless.contains(word) else { return }
        throw Failure(.badData, "\\set \(name) \(word.prefix(20)) is not followed here", why: why, next: next)
    }

    private static let off: Set<String> = ["off", "false", "no", "0"]

    private static let steering: [String: (harmless: Set<String>, why: String, next: String?)] = [
        "AUTOCOMMIT": (
            ["on", "true", "yes", "1", ""], "every statement outside of a transaction commits by itself", "BEGIN"
        ),
        "ON_ERROR_ROLLBACK": (off, "no savepoints are set unasked", "SAVEPOINT name"),
        "SINGLELINE": (off, "a statement ends with its semicolon", nil),
        "SINGLESTEP": (off, "statements are not asked about one by one", nil),
    ]
}

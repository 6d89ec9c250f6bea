public import Failures
import SQLWire

/// psql's variables: names for texts in statements and commands.
///
/// Source: PostgreSQL 15, the manual of psql, and src/bin/psql/variables.c.
public struct ScriptVariables: Sendable, Equatable {
    /// The maximum length of a value in bytes; a variable that contains itself twice would grow exponentially.
    public static let longestValue = 16 << 20

    private var values: [String: [UInt8]] = [:]

    public init() {}

    /// All names, sorted.
    public var names: [String] { values.keys.sorted() }

    /// One line for each variable, in the format of `\set`.
    public var listing: String {
        names.map { "\($0) = '\(String(decoding: values[$0] ?? [], as: UTF8.self))'\n" }.joined()
    }

    public subscript(name: String) -> [UInt8]? { values[name] }

    /// Sets or unsets a variable.
    ///
    /// - Throws: `.badData` for an invalid name, for a value that is too long, and for a value that would change psql's
    ///   behaviour in a way that is not supported.
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

    /// Stores a value reported by the server; reserved names are allowed here.
    public mutating func note(_ name: String, _ value: String) { values[name] = Array(value.utf8) }

    /// Substitutes variables in a text.
    ///
    /// A psql command inside a value is not run; it is sent, and the server rejects it.
    ///
    /// - Parameters:
    ///   - references: The references, in the order of the text.
    ///   - stringsAreStandard: The session's `standard_conforming_strings`.
    public func expanded(
        _ text: [UInt8], _ references: [VariableReference], stringsAreStandard: Bool = true
    ) -> ExpandedText {
        ExpandedText(text, references, NestedValues(self, stringsAreStandard: stringsAreStandard))
    }

    /// The substitute for a reference; nil when the variable is not set.
    func written(_ name: String, as form: VariableReference.Form) -> [UInt8]? {
        if form == .test { return Array((values[name] == nil ? "FALSE" : "TRUE").utf8) }
        guard let value = values[name] else { return nil }
        switch form {
        case .literal: return Self.literal(value)
        case .identifier: return Self.quoted(value, by: Byte.doubleQuote)
        case .plain, .test: return value
        }
    }

    /// Quotes like libpq's PQescapeLiteral: with a backslash, it becomes an escape string after a blank.
    private static func literal(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(Byte.backslash) else { return quoted(value, by: Byte.quote) }
        let doubled = value.flatMap { $0 == Byte.backslash ? [$0, $0] : [$0] }
        return Array(" E".utf8) + quoted(doubled, by: Byte.quote)
    }

    private static func quoted(_ value: [UInt8], by quote: UInt8) -> [UInt8] {
        [quote] + value.flatMap { $0 == quote ? [$0, $0] : [$0] } + [quote]
    }
}

/// The variables that control psql itself.
enum SpecialVariable {
    /// Refuses values that would change the behaviour of a script in an unsupported way.
    ///
    /// Variables about prompts, history and output format are only stored.
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

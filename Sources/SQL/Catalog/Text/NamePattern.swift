import Failures
import SQLWire

/// A command's name pattern: `pub*.ves?els`, `"Mixed Case"`. Source: psql's manual, Patterns.
struct NamePattern: Equatable {
    /// The pattern of one name.
    enum Part: Equatable {
        /// Anything.
        case any
        /// This name.
        case exact(String)
        /// PostgreSQL: a regular expression for the whole name. MySQL: a LIKE pattern with the escape character `|`.
        case like(String)
    }

    /// The database, if given; PostgreSQL cannot query other databases.
    let database: Part?
    /// The schema, if given; on MySQL the database.
    let schema: Part?
    /// The name; nil: there is no pattern.
    let name: Part?

    static let none = NamePattern(database: nil, schema: nil, name: nil)

    private init(database: Part?, schema: Part?, name: Part?) {
        (self.database, self.schema, self.name) = (database, schema, name)
    }

    /// Parses a pattern.
    ///
    /// - Throws: A failure for more parts than a relation's name has.
    init(_ text: String, _ dialect: Dialect) throws(Failure) {
        guard !text.isEmpty else {
            self = .none
            return
        }
        var parts: [Part]
        switch dialect {
        case .postgresql: parts = PostgreSQLPattern.parts(of: text)
        case .mysql: parts = MySQLPattern.parts(of: text)
        }
        let most = dialect == .postgresql ? 3 : 2
        guard parts.count <= most else {
            throw Failure(
                .usage, "\(text) has too many dotted names", why: "a relation has a schema and a name",
                next: "write SCHEMA.NAME, or put a name that has a dot in it in quotes")
        }
        let name = parts.removeLast()
        let schema = parts.popLast()
        self.init(database: parts.popLast(), schema: schema, name: name)
    }

    /// Whether the pattern covers only one schema; on MySQL without a database, the current one.
    var isOfOneSchema: Bool {
        switch schema {
        case nil, .exact?: true
        case .any?, .like?: false
        }
    }
}

/// psql's patterns. Source: patternToSQLRegex in PostgreSQL's string_utils.c.
enum PostgreSQLPattern {
    private static let special = Set("|*+?()[]{}.^$\\".unicodeScalars)

    static func parts(of text: String) -> [NamePattern.Part] {
        var parts: [NamePattern.Part] = []
        var part = PartInProgress()
        var isQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                part.append(plain: "\"")
            case "\"":
                isQuoted.toggle()
                part.wasQuoted = true
            case "." where !isQuoted:
                parts.append(part.finished)
                part = PartInProgress()
            case "*" where !isQuoted: part.append(special: ".*")
            case "?" where !isQuoted: part.append(special: ".")
            case "[" where !isQuoted && rest.first == "]":
                // The brackets of an array type.
                rest.removeFirst()
                part.append(plain: "[", escaped: true)
                part.append(plain: "]", escaped: true)
            case "$": part.append(plain: "$", escaped: true)
            case _ where special.contains(scalar):
                if isQuoted { part.append(plain: scalar, escaped: true) } else { part.append(special: String(scalar)) }
            case "A"..."Z" where !isQuoted: part.append(plain: Unicode.Scalar(UInt8(scalar.value + 32)))
            default: part.append(plain: scalar)
            }
        }
        return parts + [part.finished]
    }

    private struct PartInProgress {
        var wasQuoted = false
        private var expression = String.UnicodeScalarView()
        private var plain: String.UnicodeScalarView? = .init()

        mutating func append(plain scalar: Unicode.Scalar, escaped: Bool = false) {
            if escaped { expression.append("\\") }
            expression.append(scalar)
            plain?.append(scalar)
        }

        mutating func append(special text: String) {
            expression.append(contentsOf: text.unicodeScalars)
            plain = nil
        }

        var finished: NamePattern.Part {
            if expression.isEmpty, !wasQuoted { return .any }
            if let plain { return .exact(String(plain)) }
            let expression = String(expression)
            return expression == ".*" ? .any : .like("^(\(expression))$")
        }
    }
}

/// MySQL's patterns: only `*` and `?` are special, and names keep their case.
enum MySQLPattern {
    static func parts(of text: String) -> [NamePattern.Part] {
        var parts: [NamePattern.Part] = []
        var part = PartInProgress()
        var quote: Unicode.Scalar?
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case quote where rest.first == quote:
                rest.removeFirst()
                part.append(plain: scalar)
            case quote: quote = nil
            case "`" where quote == nil, "\"" where quote == nil:
                quote = scalar
                part.isExact = part.isExact ?? true
            case "." where quote == nil:
                parts.append(part.finished)
                part = PartInProgress()
            case "*" where quote == nil: part.append(special: "%")
            case "?" where quote == nil: part.append(special: "_")
            default: part.append(plain: scalar)
            }
        }
        return parts + [part.finished]
    }

    private struct PartInProgress {
        /// Nil while the pattern is empty.
        var isExact: Bool?
        private var plain = String.UnicodeScalarView()
        private var like = String.UnicodeScalarView()

        mutating func append(plain scalar: Unicode.Scalar) {
            isExact = isExact ?? true
            plain.append(scalar)
            if scalar == "%" || scalar == "_" || scalar == "|" { like.append("|") }
            like.append(scalar)
        }

        mutating func append(special scalar: Unicode.Scalar) {
            isExact = false
            like.append(scalar)
        }

        var finished: NamePattern.Part {
            switch isExact {
            case nil: .any
            case true?: .exact(String(plain))
            case false?: String(like) == "%" ? .any : .like(String(like))
            }
        }
    }
}

import Failures
import SQLWire

/// A function in the notation of psql's `\sf` and `\ef`: `fees`, `harbor.fees(integer, text[])`.
struct RoutineName {
    /// The name, which may be qualified with a schema.
    let name: String
    /// The argument types; nil means any.
    let types: [String]?

    /// Parses a name.
    ///
    /// - Throws: A failure for text that cannot be a list of types: the server would raise an error, and that would
    ///   abort an open transaction.
    init(_ text: String, _ call: CommandCall) throws(Failure) {
        let parts = Self.split(text)
        guard let list = parts.types else {
            (name, types) = (text, nil)
            return
        }
        guard let types = list, types.allSatisfy(Self.isType) else {
            throw call.refusal(
                "the argument types of \(text) cannot be read", next: "\(call.shown) NAME(integer, text), types alone")
        }
        (name, self.types) = (parts.name, types)
    }

    /// The text before the first parenthesis, and the types in it; the inner nil means that the parenthesis is not
    /// closed at the end.
    private static func split(_ text: String) -> (name: String, types: [String]??) {
        var (name, type, types): (String, String, [String]) = ("", "", [])
        var (depth, isQuoted, isClosed) = (0, false, false)
        for character in text.unicodeScalars {
            if character == "\"" { isQuoted.toggle() }
            switch character {
            case "(" where !isQuoted:
                depth += 1
                if depth == 1 { continue }
            case ")" where !isQuoted:
                depth -= 1
                if depth == 0 {
                    isClosed = true
                    continue
                }
            case "," where !isQuoted && depth == 1:
                types.append(type)
                type = ""
                continue
            default: break
            }
            if depth == 0 {
                if isClosed, character != " " { return (name, .some(nil)) }
                name.unicodeScalars.append(character)
            } else {
                type.unicodeScalars.append(character)
            }
        }
        guard isClosed || depth > 0 else { return (text, nil) }
        guard isClosed, depth == 0, !isQuoted else { return (name, .some(nil)) }
        if !types.isEmpty || type.contains(where: { $0 != " " }) { types.append(type) }
        return (trimmed(name), .some(types.map(trimmed)))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Whether a text has the form of a type, so that `to_regtype` cannot raise an error.
    private static func isType(_ text: String) -> Bool {
        var rest = text
        while rest.hasSuffix("]") {
            guard cut(&rest, from: "[", where: \.isNumber) else { return false }
        }
        if rest.lowercased().hasPrefix("time"), let zone = zones.first(where: rest.lowercased().hasSuffix) {
            rest = trimmed(String(rest.dropLast(zone.count)))
        }
        if rest.hasSuffix(")") {
            guard cut(&rest, from: "(", where: { $0.isNumber || ", -".contains($0) }) else { return false }
        }
        return words.contains(rest.lowercased()) || isName(rest)
    }

    private static let zones = ["with time zone", "without time zone"]
    private static let words: Set<String> = [
        "double precision", "character varying", "char varying", "bit varying", "national character", "national char",
        "national character varying", "national char varying",
    ]

    /// Removes a trailing bracket with its content.
    private static func cut(_ text: inout String, from open: Character, where isInside: (Character) -> Bool) -> Bool {
        guard let start = text.lastIndex(of: open) else { return false }
        let inside = text[text.index(after: start)...].dropLast()
        guard inside.allSatisfy({ $0.isASCII && isInside($0) }), open == "[" || inside.contains(where: \.isNumber)
        else { return false }
        text = trimmed(String(text[..<start]))
        return true
    }

    /// One to three identifiers separated by dots.
    private static func isName(_ text: String) -> Bool {
        var (names, rest) = (0, text.unicodeScalars[...])
        while let first = rest.popFirst() {
            if first == "\"" {
                var length = 0
                repeat {
                    guard let end = rest.firstIndex(of: "\"") else { return false }
                    length += rest.distance(from: rest.startIndex, to: end)
                    rest = rest[rest.index(after: end)...]
                    if rest.first == "\"" { length += 1 } else { break }
                    rest.removeFirst()
                } while true
                guard length > 0 else { return false }
            } else {
                guard isLetter(first) else { return false }
                rest = rest.drop { isLetter($0) || $0 == "$" || $0.value &- 48 < 10 }
            }
            names += 1
            if rest.isEmpty { return names <= 3 }
            guard rest.popFirst() == ".", !rest.isEmpty else { return false }
        }
        return false
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.value >= 0x80 || (scalar.value | 32) &- 97 < 26
    }
}

import Secrets

/// A value of a JSON text. Every text in it counts as secret: keys come as JSON.
indirect enum JSONValue: Sendable {
    case object([String: JSONValue])
    case array([JSONValue])
    case text(Secret)
    /// As it is written.
    case number(String)
    case bool(Bool)
    case null

    /// Parses a whole text; nil when it is not JSON in UTF-8, or nested deeper than 32 levels.
    init?(_ secret: Secret) {
        var parsed: JSONValue?
        secret.revealBytes { bytes in
            var parser = JSONParser(bytes)
            parsed = parser.whole()
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// A text's bytes.
    var secret: Secret? {
        guard case .text(let secret) = self else { return nil }
        return secret
    }

    /// A text that is not secret.
    var text: String? { secret?.revealText() }

    /// A whole number; a fraction is cut off.
    var integer: Int64? {
        guard case .number(let digits) = self else { return nil }
        return Int64(digits) ?? Double(digits).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    /// The member that has text, and not an empty one.
    func nonEmpty(_ name: String) -> Secret? {
        self[name]?.secret.flatMap { $0.isEmpty ? nil : $0 }
    }
}

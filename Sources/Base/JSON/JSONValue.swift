public import Secrets

/// A value of a JSON text. Every text in it counts as secret: keys come as JSON.
public indirect enum JSONValue: Sendable {
    /// Members in the order in which they are written, each as often as it is.
    case object([JSONMember])
    /// Values in order.
    case array([JSONValue])
    /// A string.
    case text(Secret)
    /// As it is written.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// Parses a whole text; nil when it is not JSON in UTF-8, or nested deeper than `deepest` levels.
    public init?(_ secret: Secret, deepest: Int = 32) {
        guard let value = secret.revealBytes({ JSONValue(parsing: $0, deepest: deepest) }) else { return nil }
        self = value
    }

    /// Parses a whole text; nil when it is not JSON in UTF-8, or nested deeper than `deepest` levels.
    public init?(_ bytes: [UInt8], deepest: Int = 32) {
        guard let value = bytes.withUnsafeBytes({ JSONValue(parsing: $0, deepest: deepest) }) else { return nil }
        self = value
    }

    /// A member of an object; the last one where several have the name.
    public subscript(name: String) -> JSONValue? {
        members?.last { $0.name == name }?.value
    }

    /// An object's members in order.
    public var members: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// An array's values.
    public var values: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// A text's bytes.
    public var secret: Secret? {
        guard case .text(let secret) = self else { return nil }
        return secret
    }

    /// A text that is not secret.
    public var text: String? { secret?.revealText() }

    /// A whole number; a fraction is cut off.
    public var integer: Int64? {
        guard case .number(let digits) = self else { return nil }
        return Int64(digits) ?? Double(digits).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    /// A number; nil for one beyond the range of `Double`.
    public var double: Double? {
        guard case .number(let digits) = self, let value = Double(digits), value.isFinite else { return nil }
        return value
    }

    /// The member that has text, and not an empty one.
    public func nonEmpty(_ name: String) -> Secret? {
        self[name]?.secret.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// A name and a value in an object.
public struct JSONMember: Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// Puts both together.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

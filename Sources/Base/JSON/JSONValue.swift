public import Secrets

/// A JSON value. All its strings count as secret, because AWS keys arrive as JSON.
public indirect enum JSONValue: Sendable {
    /// The members in the order of the text, repeated names included.
    case object([JSONMember])
    case array([JSONValue])
    case text(Secret)
    /// The number as it is written.
    case number(String)
    case bool(Bool)
    case null

    /// Parses a whole text; nil when it is not JSON in UTF-8, or when it nests deeper than `deepest` levels.
    public init?(_ secret: Secret, deepest: Int = 32) {
        guard let value = secret.revealBytes({ JSONValue(parsing: $0, deepest: deepest) }) else { return nil }
        self = value
    }

    /// Parses a whole text; nil when it is not JSON in UTF-8, or when it nests deeper than `deepest` levels.
    public init?(_ bytes: [UInt8], deepest: Int = 32) {
        guard let value = bytes.withUnsafeBytes({ JSONValue(parsing: $0, deepest: deepest) }) else { return nil }
        self = value
    }

    /// A member of an object; the last one if several have the name.
    public subscript(name: String) -> JSONValue? {
        members?.last { $0.name == name }?.value
    }

    /// The members of an object; nil for other values.
    public var members: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The values of an array; nil for other values.
    public var values: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// The bytes of a string; nil for other values.
    public var secret: Secret? {
        guard case .text(let secret) = self else { return nil }
        return secret
    }

    /// A string that is not secret; nil for other values.
    public var text: String? { secret?.revealText() }

    /// A number without its fraction; nil for other values.
    public var integer: Int64? {
        guard case .number(let digits) = self else { return nil }
        return Int64(digits) ?? Double(digits).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    /// A number; nil for other values and for numbers beyond the range of `Double`.
    public var double: Double? {
        guard case .number(let digits) = self, let value = Double(digits), value.isFinite else { return nil }
        return value
    }

    /// The member's string if it has one that is not empty.
    public func nonEmpty(_ name: String) -> Secret? {
        self[name]?.secret.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// A member of an object.
public struct JSONMember: Sendable {
    public var name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

public import SQLCore

/// What was set in a session, to be set again in the next.
public struct SessionSettings: Sendable, Equatable {
    /// A statement that sets one thing.
    public struct Step: Sendable, Equatable {
        /// What it sets, for a list: `search_path`.
        public var name: String
        /// To what.
        public var value: String
        /// The statement.
        public var sql: [UInt8]
    }

    /// The dialect.
    public let dialect: Dialect
    /// MySQL's database in use.
    public var database: String?
    /// Values by name.
    public var values: [String: String] = [:]
    /// What cannot be set again: temporary tables and such, in words.
    public var belongings: [String] = []

    /// Nothing is known.
    public init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// The statements that ask for the settings; their rows go to `take`, one after another.
    public static func queries(_ dialect: Dialect) -> [[UInt8]] { [] }

    /// Takes the rows of the query with that index in.
    public mutating func take(_ query: Int, rows: [[String?]]) {}

    /// What makes a new session, whose settings are `fresh`, like this one. Each is a statement of its own, so that one
    /// that is refused keeps no other from being done.
    public func steps(over fresh: SessionSettings) -> [Step] { [] }
}

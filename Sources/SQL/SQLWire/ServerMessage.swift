/// A message of the server about a statement: an error, a warning, a notice.
///
/// All texts come from the server; make them harmless before showing them.
public struct ServerMessage: Sendable, Equatable, Error {
    /// `ERROR`, `FATAL`, `WARNING`, `NOTICE`, `INFO`..., as the server's own client prints it.
    public var severity: String
    /// Five characters, `42P01`; empty when there is none.
    public var sqlState: String
    /// MySQL's own number; nil for PostgreSQL.
    public var number: Int?
    public var text: String
    public var detail: String?
    public var hint: String?
    /// The position in the statement, in characters, counted from 1.
    public var position: Int?
    /// The statement's line that contains `position`, and the mark below it, in libpq's format; empty when there is
    /// none.
    public var excerpt: [String] = []
    /// The server's call context: for instance a line of a function.
    public var context: String?
    /// The names of the objects concerned.
    public var place = Place()

    /// The names of the objects concerned, if the server reports them.
    public struct Place: Sendable, Equatable {
        public var schema: String?
        public var table: String?
        public var column: String?
        public var dataType: String?
        public var constraint: String?
        /// The location in the server's source code: function, file and line.
        public var source: String?

        public init() {}
    }

    public init(severity: String, sqlState: String, number: Int? = nil, text: String) {
        self.severity = severity
        self.sqlState = sqlState
        self.number = number
        self.text = text
    }
}

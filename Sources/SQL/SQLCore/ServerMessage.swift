/// What a server says about a statement: an error, a warning, a notice.
///
/// All texts are the server's and unchecked; whoever shows one makes it harmless first.
public struct ServerMessage: Sendable, Equatable, Error {
    /// `ERROR`, `FATAL`, `WARNING`, `NOTICE`, `INFO`... as the server's own client would print it.
    public var severity: String
    /// Five characters, `42P01`; empty where there is none.
    public var sqlState: String
    /// MySQL's own number; nil for PostgreSQL.
    public var number: Int?
    /// What it says.
    public var text: String
    /// More about it.
    public var detail: String?
    /// What to do.
    public var hint: String?
    /// Where in the statement, in characters, the first being 1.
    public var position: Int?
    /// The statement's line in which `position` is and the mark below it, as libpq writes them; empty where there is none.
    public var excerpt: [String] = []
    /// What the server was doing: a function's line, for instance.
    public var context: String?
    /// What it is about.
    public var place = Place()

    /// The names of what a message is about, as far as the server tells them.
    public struct Place: Sendable, Equatable {
        /// A schema.
        public var schema: String?
        /// A table of it.
        public var table: String?
        /// A column of that.
        public var column: String?
        /// A data type.
        public var dataType: String?
        /// A constraint.
        public var constraint: String?
        /// Where the server's own code says it: function, file and line.
        public var source: String?

        /// Nothing is told.
        public init() {}
    }

    /// A message of a severity.
    public init(severity: String, sqlState: String, number: Int? = nil, text: String) {
        self.severity = severity
        self.sqlState = sqlState
        self.number = number
        self.text = text
    }
}

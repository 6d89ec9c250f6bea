/// The known names of a database.
public struct SchemaNames: Sendable, Equatable {
    /// Schemas in which an unqualified name is searched, in order; on MySQL the current database, if there is one.
    public var searchPath: [String] = []
    /// The known schemas; on MySQL the databases.
    public var schemas: [String] = []
    /// Relations by schema.
    public var relations: [String: [SchemaRelation]] = [:]
    /// Columns by relation, in the table's order.
    public var columns: [RelationName: [SchemaColumn]] = [:]
    /// Functions and procedures other than the server's own, by schema.
    public var functions: [String: [String]] = [:]
    public var databases: [String] = []
    /// The server's roles and users; nil until they are known.
    public var roles: [String]?

    /// Schemas whose relations are known only for some prefixes.
    public var partlyKnown: Set<String> = []
    /// Schemas with more relations than one answer contains.
    public var overfull: Set<String> = []

    /// No names yet.
    public init() {}
}

/// A relation's schema and name, in the server's spelling.
public struct RelationName: Sendable, Hashable {
    /// The schema; on MySQL the database.
    public var schema: String
    public var name: String

    public init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }
}

/// A table, a view or another relation.
public struct SchemaRelation: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case table, partitioned, view, materializedView, foreignTable, sequence
    }

    /// The name without the schema.
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

public struct SchemaColumn: Sendable, Hashable {
    public var name: String
    /// The type in the server's spelling.
    public var type: String

    public init(name: String, type: String) {
        self.name = name
        self.type = type
    }
}

/// Names that completion needs.
public enum SchemaNeed: Sendable, Hashable {
    case searchPath
    case schemas
    /// Relations of a schema with a name prefix, up to a limit.
    case relations(schema: String, prefix: String)
    case columns(RelationName)
    /// Functions of a schema with a name prefix.
    case functions(schema: String, prefix: String)
    case databases
    /// The server's roles and users.
    case roles
}

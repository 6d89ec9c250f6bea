/// Names in a database, as far as they were asked for.
public struct SchemaNames: Sendable, Equatable {
    /// Schemas in which a name without one is looked for, in order; on MySQL the database in use, if there is one.
    public var searchPath: [String] = []
    /// All schemas that were told; on MySQL these are the databases.
    public var schemas: [String] = []
    /// Relations by schema.
    public var relations: [String: [SchemaRelation]] = [:]
    /// Columns by relation, in the table's order.
    public var columns: [RelationName: [SchemaColumn]] = [:]
    /// Functions and procedures that are not the server's own, by schema.
    public var functions: [String: [String]] = [:]
    /// Databases of the server.
    public var databases: [String] = []
    /// Roles of the server, users among them; nil until they are told.
    public var roles: [String]?

    /// Schemas whose relations are known only as far as names with a longer prefix were asked for.
    public var partlyKnown: Set<String> = []
    /// Schemas that have more relations than are told at a time.
    public var overfull: Set<String> = []

    /// Nothing is known.
    public init() {}
}

/// Where a relation is and how it is called, as the server spells both.
public struct RelationName: Sendable, Hashable {
    /// Its schema; on MySQL its database.
    public var schema: String
    /// Its name.
    public var name: String

    /// Puts both together.
    public init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }
}

/// A table or what can be read like one.
public struct SchemaRelation: Sendable, Hashable {
    /// What it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case table, partitioned, view, materializedView, foreignTable, sequence
    }

    /// Its name in its schema.
    public var name: String
    /// What it is.
    public var kind: Kind

    /// A relation.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// A column of a relation.
public struct SchemaColumn: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its type, as the server spells it.
    public var type: String

    /// A column.
    public init(name: String, type: String) {
        self.name = name
        self.type = type
    }
}

/// Names that somebody would like to know.
public enum SchemaNeed: Sendable, Hashable {
    /// The search path.
    case searchPath
    /// Schemas.
    case schemas
    /// Relations of a schema whose names begin with a prefix, at most a bounded number.
    case relations(schema: String, prefix: String)
    /// The columns of a relation.
    case columns(RelationName)
    /// Functions of a schema whose names begin with a prefix.
    case functions(schema: String, prefix: String)
    /// Databases of the server.
    case databases
    /// Roles of the server, users among them.
    case roles
}

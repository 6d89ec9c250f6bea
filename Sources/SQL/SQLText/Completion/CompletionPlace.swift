import SQLWire

/// What can stand at the cursor.
struct CompletionPlace {
    /// The kinds of names.
    struct Names: OptionSet {
        let rawValue: Int

        static let relations = Names(rawValue: 1)
        static let commonTables = Names(rawValue: 2)
        static let rowFunctions = Names(rawValue: 4)
        static let schemas = Names(rawValue: 8)
        /// Columns and aliases of the enclosing sources.
        static let columns = Names(rawValue: 16)
        static let functions = Names(rawValue: 32)
        static let types = Names(rawValue: 64)
        static let databases = Names(rawValue: 128)
        /// Conditions for the last joined table.
        static let joinConditions = Names(rawValue: 256)
        /// Columns that both joined tables have.
        static let sharedColumns = Names(rawValue: 512)
        /// The column aliases of the query.
        static let selected = Names(rawValue: 1024)
        /// Functions other than the server's own.
        static let ownFunctions = Names(rawValue: 2048)
        /// Roles and users.
        static let roles = Names(rawValue: 4096)

        static let tables: Names = [.relations, .commonTables, .rowFunctions, .schemas]
        static let expression: Names = [.columns, .functions]
    }

    var names: Names = []
    /// The allowed kinds of relations; empty for all.
    var kinds: Set<SchemaRelation.Kind> = []
    /// Keywords and phrases.
    var keywords: [String] = []
    /// Sources whose columns are named without a qualifier, and columns that are already named.
    var targets: [TableSource] = []
    var taken: Set<String> = []
    /// The qualifiers before the cursor.
    var qualifiers: [String] = []

    init(_ names: Names = [], _ keywords: [String] = [], kinds: Set<SchemaRelation.Kind> = []) {
        self.names = names
        self.keywords = keywords
        self.kinds = kinds
    }

    /// No completions.
    static let nothing = CompletionPlace()

    /// The kinds of relations that count as tables.
    static let tableKinds: Set<SchemaRelation.Kind> = [.table, .partitioned, .foreignTable]

    /// A relation of one of these kinds, or of any kind if empty.
    static func relations(_ kinds: Set<SchemaRelation.Kind> = []) -> CompletionPlace {
        CompletionPlace([.relations, .schemas], [], kinds: kinds)
    }

    /// The place with additional keywords.
    func with(_ more: [String]) -> CompletionPlace {
        var place = self
        place.keywords += more
        return place
    }
}

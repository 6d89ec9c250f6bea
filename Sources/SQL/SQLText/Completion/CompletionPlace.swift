import SQLCore

/// What belongs where the cursor is.
struct CompletionPlace {
    /// What names may stand there.
    struct Names: OptionSet {
        let rawValue: Int

        static let relations = Names(rawValue: 1)
        static let commonTables = Names(rawValue: 2)
        static let rowFunctions = Names(rawValue: 4)
        static let schemas = Names(rawValue: 8)
        /// Columns of the sources around, with their aliases.
        static let columns = Names(rawValue: 16)
        static let functions = Names(rawValue: 32)
        static let types = Names(rawValue: 64)
        static let databases = Names(rawValue: 128)
        /// Conditions for the table that was joined last.
        static let joinConditions = Names(rawValue: 256)
        /// Columns that two joined tables both have.
        static let sharedColumns = Names(rawValue: 512)
        /// The names that the query gives its columns.
        static let selected = Names(rawValue: 1024)
        /// Functions that are not the server's.
        static let ownFunctions = Names(rawValue: 2048)
        /// Roles, users among them.
        static let roles = Names(rawValue: 4096)

        static let tables: Names = [.relations, .commonTables, .rowFunctions, .schemas]
        static let expression: Names = [.columns, .functions]
    }

    var names: Names = []
    /// The kinds of relations that are meant; empty for all.
    var kinds: Set<SchemaRelation.Kind> = []
    /// Words, and phrases of them.
    var keywords: [String] = []
    /// Sources whose columns are to be named without anything before them, and columns that are named already.
    var targets: [TableSource] = []
    var taken: Set<String> = []
    /// The names before the dot that the cursor is behind.
    var qualifiers: [String] = []

    init(_ names: Names = [], _ keywords: [String] = [], kinds: Set<SchemaRelation.Kind> = []) {
        self.names = names
        self.keywords = keywords
        self.kinds = kinds
    }

    /// Nothing can be said.
    static let nothing = CompletionPlace()

    /// The kinds of relations that are called tables.
    static let tableKinds: Set<SchemaRelation.Kind> = [.table, .partitioned, .foreignTable]

    /// A relation of one of these kinds, of any kind if there are none.
    static func relations(_ kinds: Set<SchemaRelation.Kind> = []) -> CompletionPlace {
        CompletionPlace([.relations, .schemas], [], kinds: kinds)
    }

    /// The place with more keywords.
    func with(_ more: [String]) -> CompletionPlace {
        var place = self
        place.keywords += more
        return place
    }
}

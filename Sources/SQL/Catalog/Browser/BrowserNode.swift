/// A node of the schema browser's tree.
struct BrowserNode: Sendable {
    enum Loading: Sendable, Equatable {
        /// Nobody has opened it.
        case idle
        /// To be asked.
        case wanted
        /// Asked.
        case waiting
        /// Done; a page, if `hasMore`.
        case done
        case failed(String)
    }

    let kind: BrowserLine.Kind
    let text: String
    /// The text in lower case, to be searched.
    let folded: [UInt8]
    var detail = ""
    let parent: Int?
    let depth: Int
    var children: [Int] = []
    var isOpen = false
    /// Whether its parent was loaded again since; what is below it is gone, too.
    var isGone = false
    var loading = Loading.idle
    var generation = 0
    /// Whether the server has more names than were loaded page by page.
    var hasMore = false
    /// The last name of those that were.
    var pageEnd: String?
    /// The filter that the server was asked for.
    var askedFilter: String?
    var hasSize = false
    /// The schema it is in; on MySQL the database.
    var schema = ""
    /// PostgreSQL's number of a relation or function.
    var oid: UInt32 = 0
    /// The catalogue's own word for the kind.
    var catalogueKind = ""

    init(_ kind: BrowserLine.Kind, _ text: String, parent: Int?, depth: Int) {
        (self.kind, self.text, self.parent, self.depth) = (kind, text, parent, depth)
        folded = Array(text.lowercased().utf8)
    }

    var canOpen: Bool {
        switch kind {
        case .otherDatabase, .sequence, .function, .column, .key, .index, .more, .remark: false
        default: true
        }
    }

    /// Whether its children come from the server.
    var isLoaded: Bool {
        switch kind {
        case .database, .tables, .views, .functions, .sequences, .columns, .keys, .indexes: true
        default: false
        }
    }

    var isRelation: Bool {
        switch kind {
        case .table, .partitioned, .view, .materializedView, .foreignTable, .sequence: true
        default: false
        }
    }
}

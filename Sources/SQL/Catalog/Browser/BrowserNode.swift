/// A node of the schema browser's tree.
struct BrowserNode: Sendable {
    enum Loading: Sendable, Equatable {
        /// Never opened.
        case idle
        /// To be queried.
        case wanted
        /// Queried; no answer yet.
        case waiting
        /// Loaded; only a page of it if `hasMore`.
        case done
        case failed(String)
    }

    let kind: BrowserLine.Kind
    let text: String
    /// The text in lower case, for searching.
    let folded: [UInt8]
    var detail = ""
    let parent: Int?
    let depth: Int
    var children: [Int] = []
    var isOpen = false
    /// Whether its parent was loaded again since; then its descendants are gone, too.
    var isGone = false
    var loading = Loading.idle
    var generation = 0
    /// Whether the server has more names than the loaded pages.
    var hasMore = false
    /// The last name of the loaded pages.
    var pageEnd: String?
    /// The filter of the last query for matches.
    var askedFilter: String?
    var hasSize = false
    /// The node's schema; on MySQL its database.
    var schema = ""
    /// PostgreSQL's OID of a relation or function.
    var oid: UInt32 = 0
    /// The kind in the catalogue's own term.
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

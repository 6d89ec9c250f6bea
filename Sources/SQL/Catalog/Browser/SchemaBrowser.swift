public import SQLWire

/// The tree of a server's objects, loaded as the user opens it.
///
/// `needs` returns its queries. The owner runs the `sql` of each and passes the rows to `take`, or calls `fail`.
public struct SchemaBrowser: Sendable {
    /// The number of names in a page; `more…` loads the next page.
    public static let pageSize = 500

    public let dialect: Dialect
    /// Schemas whose relations need no qualification; on MySQL the current database.
    public var searchPath: [String]
    /// The filter text; empty for all names.
    public private(set) var filter = ""
    /// The visible lines; children follow their open parent.
    public private(set) var lines: [BrowserLine] = []
    /// The index of the selected line.
    public private(set) var selection = 0

    /// All nodes; a node's index is its number, the root's is 0.
    var nodes: [BrowserNode]
    /// Nodes to be queried.
    var wanted: [Int]
    /// The generation of the node that was loaded last.
    private(set) var generation = 0
    /// The server's version, `15.4`, if known; queries that describe objects depend on it.
    public var serverVersion: String?
    /// Nodes that are not completely loaded.
    var incomplete: Set<Int> = []

    /// A tree with only its root.
    ///
    /// - Parameters:
    ///   - database: The current database, if there is one.
    ///   - searchPath: PostgreSQL's search path.
    public init(dialect: Dialect, database: String?, searchPath: [String] = []) {
        self.dialect = dialect
        self.searchPath = dialect == .mysql ? [database].compactMap { $0 } : searchPath
        var root = BrowserNode(.database, database ?? "", parent: nil, depth: 0)
        root.isOpen = true
        root.loading = .wanted
        nodes = [root]
        wanted = [0]
        rebuild()
    }

    // MARK: Moving

    /// The selected line.
    public var selected: BrowserLine? { lines.indices.contains(selection) ? lines[selection] : nil }

    /// Moves the selection by lines, within the list.
    public mutating func move(by count: Int) {
        select(selection.addingReportingOverflow(count).overflow ? (count < 0 ? 0 : lines.count) : selection + count)
    }

    /// Selects a line; an index out of range selects the first or the last line.
    public mutating func select(_ index: Int) {
        selection = max(0, min(index, lines.count - 1))
    }

    /// Opens the selected node. On `more…` it loads the next page; on the remark of a failed query it repeats the
    /// query.
    public mutating func open() {
        guard let line = selected else { return }
        if line.kind == .more || line.kind == .remark, let parent = nodes[line.id].parent {
            if line.kind == .more { want(parent) } else { openNode(parent) }
        } else if nodes[line.id].canOpen {
            openNode(line.id)
        }
        rebuild()
    }

    /// Closes the selected node, or selects its parent if the node is closed.
    public mutating func close() {
        guard let line = selected else { return }
        if line.isOpen {
            nodes[line.id].isOpen = false
            rebuild()
        } else if let parent = nodes[line.id].parent, let index = lines.firstIndex(where: { $0.id == parent }) {
            selection = index
        }
    }

    /// Opens a closed node and closes an open one.
    public mutating func toggle() {
        if selected?.isOpen == true { close() } else { open() }
    }

    /// Shows only names that contain the text in any case, and their ancestors. For nodes that are not completely
    /// loaded, the server is queried.
    public mutating func setFilter(_ text: String) {
        filter = text
        rebuild()
    }

    /// Discards what was loaded below the selected node or its heading, and loads it again.
    public mutating func refresh() {
        guard let line = selected else { return }
        var node = line.id
        while !nodes[node].isLoaded, !nodes[node].isRelation, let parent = nodes[node].parent { node = parent }
        forget(node)
        if nodes[node].isOpen { openNode(node) }
        rebuild()
    }

    // MARK: Uses of the selected node

    /// The selected node's quoted name for SQL, qualified if necessary.
    public var quotedName: String? {
        guard let line = selected else { return nil }
        let node = nodes[line.id]
        switch node.kind {
        case .database, .otherDatabase, .schema, .column, .index, .key:
            return node.text.isEmpty ? nil : QuotedName.sql(node.text, dialect)
        case _ where node.isRelation || node.kind == .function:
            return searchPath.contains(node.schema)
                ? QuotedName.sql(node.text, dialect) : QuotedName.path([node.schema, node.text], dialect)
        default: return nil
        }
    }

    /// The query that describes the selected relation or function, or the relation of the selected column, key or
    /// index.
    public var description: CatalogQuery? {
        guard var place = selected?.id else { return nil }
        while !nodes[place].isRelation, nodes[place].kind != .function {
            guard let parent = nodes[place].parent else { return nil }
            place = parent
        }
        return BrowserQuestion(dialect: dialect).description(of: nodes[place], version: serverVersion)
    }

    // MARK: The tree

    private mutating func openNode(_ place: Int) {
        nodes[place].isOpen = true
        if nodes[place].isLoaded {
            switch nodes[place].loading {
            case .idle, .failed: want(place)
            case .wanted, .waiting, .done: break
            }
        } else if nodes[place].children.isEmpty {
            addHeadings(place)
        }
    }

    private mutating func want(_ place: Int) {
        nodes[place].loading = .wanted
        wanted.append(place)
    }

    private mutating func addHeadings(_ place: Int) {
        let headings: [(BrowserLine.Kind, String)]
        switch nodes[place].kind {
        case .schema:
            headings =
                [(.tables, "Tables"), (.views, "Views"), (.functions, "Functions")]
                + (dialect == .postgresql ? [(.sequences, "Sequences")] : [])
        case .view: headings = [(.columns, "Columns")]
        case .materializedView: headings = [(.columns, "Columns"), (.indexes, "Indexes")]
        case .foreignTable: headings = [(.columns, "Columns"), (.keys, "Keys")]
        default: headings = [(.columns, "Columns"), (.keys, "Keys"), (.indexes, "Indexes")]
        }
        for (kind, text) in headings {
            let child = add(kind, text, to: place)
            if kind == .columns { openNode(child) }
        }
    }

    /// Adds a node. Returns its index.
    mutating func add(_ kind: BrowserLine.Kind, _ text: String, to parent: Int) -> Int {
        var node = BrowserNode(kind, text, parent: parent, depth: nodes[parent].depth + 1)
        node.generation = generation
        node.schema = nodes[parent].kind == .schema ? nodes[parent].text : nodes[parent].schema
        nodes.append(node)
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    /// Discards all that was loaded below a node.
    private mutating func forget(_ place: Int) {
        for child in nodes[place].children { nodes[child].isGone = true }
        incomplete.remove(place)
        if place == 0 {
            nodes.removeSubrange(1...)
            (wanted, incomplete) = ([], [])
        }
        nodes[place].children = []
        nodes[place].loading = .idle
        // Higher than any before, so that a reused index never has the generation of an earlier node.
        generation += 1
        nodes[place].generation = generation
        (nodes[place].hasMore, nodes[place].pageEnd, nodes[place].askedFilter) = (false, nil, nil)
    }

    /// Rebuilds the lines; the selection stays on its node if that still exists.
    mutating func rebuild() {
        let old = selected?.id
        let matching = filter.isEmpty ? nil : BrowserFilter(filter, nodes)
        lines = []
        append(0, matching)
        if let old, let index = lines.firstIndex(where: { $0.id == old }) { selection = index }
        select(selection)
    }

    private mutating func append(_ place: Int, _ matching: BrowserFilter?) {
        if let matching, !matching.shows(place) { return }
        let node = nodes[place]
        // MySQL's databases are the top level; their parent has no name.
        let isHidden = place == 0 && dialect == .mysql
        let isOpen = node.isOpen || matching?.leads(place) == true
        if !isHidden {
            lines.append(
                BrowserLine(
                    id: place, kind: node.kind, depth: node.depth - (dialect == .mysql ? 1 : 0), text: node.text,
                    detail: node.detail, canOpen: node.canOpen, isOpen: node.canOpen && isOpen,
                    isLoading: node.loading == .wanted || node.loading == .waiting))
        }
        guard isOpen else { return }
        for child in node.children { append(child, matching) }
    }
}

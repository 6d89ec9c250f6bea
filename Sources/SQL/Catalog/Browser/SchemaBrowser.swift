public import SQLCore

/// The tree of what is in a server, loaded as it is opened.
///
/// It asks by `needs`; whoever owns it runs each need's `sql` and gives the rows back to `take`, or says `fail`.
public struct SchemaBrowser: Sendable {
    /// Names that a node loads at once; `more…` loads as many again.
    public static let pageSize = 500

    /// The dialect.
    public let dialect: Dialect
    /// Schemas whose relations are written without them; on MySQL the database in use.
    public var searchPath: [String]
    /// What names are filtered by; empty for all.
    public private(set) var filter = ""
    /// The lines to be drawn, opened nodes with their children below them.
    public private(set) var lines: [BrowserLine] = []
    /// The index of the selected line.
    public private(set) var selection = 0

    /// All nodes; a node's number is its place, the root's is 0.
    var nodes: [BrowserNode]
    /// Nodes that are to be asked for.
    var wanted: [Int]
    /// Of the last node that was loaded anew.
    private(set) var generation = 0
    /// The server's version, `15.4`, once it is known; descriptions ask for what it has.
    public var serverVersion: String?
    /// Nodes of which not all names are loaded.
    var incomplete: Set<Int> = []

    /// A tree of which the root is known.
    ///
    /// - Parameters:
    ///   - database: The database in use, if there is one.
    ///   - searchPath: Schemas in which a name is found without one, PostgreSQL's alone.
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

    /// Moves the selection by lines, staying within.
    public mutating func move(by count: Int) {
        select(selection.addingReportingOverflow(count).overflow ? (count < 0 ? 0 : lines.count) : selection + count)
    }

    /// Selects a line; the first or last for one that is not there.
    public mutating func select(_ index: Int) {
        selection = max(0, min(index, lines.count - 1))
    }

    /// Opens the selected node; `more…` loads more, and what says that a node could not be loaded asks again.
    public mutating func open() {
        guard let line = selected else { return }
        if line.kind == .more || line.kind == .remark, let parent = nodes[line.id].parent {
            if line.kind == .more { want(parent) } else { openNode(parent) }
        } else if nodes[line.id].canOpen {
            openNode(line.id)
        }
        rebuild()
    }

    /// Closes the selected node, or selects its parent where it is closed.
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

    /// Shows only names with this text in them, whatever their case, and what leads to them. Where not all names are
    /// loaded, the server is asked for those.
    public mutating func setFilter(_ text: String) {
        filter = text
        rebuild()
    }

    /// Forgets what was loaded below the selected node, or below the one it stands in, and loads it again.
    public mutating func refresh() {
        guard let line = selected else { return }
        var node = line.id
        while !nodes[node].isLoaded, !nodes[node].isRelation, let parent = nodes[node].parent { node = parent }
        forget(node)
        if nodes[node].isOpen { openNode(node) }
        rebuild()
    }

    // MARK: What the selected node is good for

    /// The selected node's name as SQL would write it, with its schema where it needs one.
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

    /// What tells all of the selected relation or function, or of the one that the selected column, key or index is of.
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

    /// Adds a node; answers its place.
    mutating func add(_ kind: BrowserLine.Kind, _ text: String, to parent: Int) -> Int {
        var node = BrowserNode(kind, text, parent: parent, depth: nodes[parent].depth + 1)
        node.generation = generation
        node.schema = nodes[parent].kind == .schema ? nodes[parent].text : nodes[parent].schema
        nodes.append(node)
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    /// Takes all that was loaded away.
    private mutating func forget(_ place: Int) {
        for child in nodes[place].children { nodes[child].isGone = true }
        incomplete.remove(place)
        if place == 0 {
            nodes.removeSubrange(1...)
            (wanted, incomplete) = ([], [])
        }
        nodes[place].children = []
        nodes[place].loading = .idle
        // Higher than any before, so that no place that is used again has the generation of what was there.
        generation += 1
        nodes[place].generation = generation
        (nodes[place].hasMore, nodes[place].pageEnd, nodes[place].askedFilter) = (false, nil, nil)
    }

    /// Makes the lines anew; what was selected stays selected if it is still there.
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
        // MySQL's databases stand at the top; what holds them is nothing that could be named.
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

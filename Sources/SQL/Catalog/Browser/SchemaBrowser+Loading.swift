import SQLWire

extension SchemaBrowser {
    /// The number of tables whose sizes are queried together.
    private static let sizesAtOnce = 40

    /// The queries to run now: children of opened nodes, names for the filter, and on MySQL the sizes of visible
    /// tables. Each need is returned once and then counts as queried.
    ///
    /// - Parameter range: The visible lines.
    public mutating func needs(inView range: Range<Int>) -> [BrowserNeed] {
        let question = BrowserQuestion(dialect: dialect)
        var needs: [BrowserNeed] = []
        for place in wanted where nodes[place].loading == .wanted {
            nodes[place].loading = .waiting
            needs.append(need(place, .children, question.children(of: nodes[place], in: nodes)))
        }
        wanted = []
        for place in incomplete where !filter.isEmpty && isInTree(place) {
            guard nodes[place].hasMore, nodes[place].askedFilter != filter,
                let sql = question.matches(filter, in: nodes[place])
            else { continue }
            nodes[place].askedFilter = filter
            needs.append(need(place, .matches, sql))
        }
        let places = lines[range.clamped(to: lines.indices)].map(\.id)
            .filter { nodes[$0].kind == .table && !nodes[$0].hasSize }.prefix(Self.sizesAtOnce)
        if dialect == .mysql, !places.isEmpty {
            for place in places { nodes[place].hasSize = true }
            needs.append(need(0, .sizes(Array(places)), question.sizes(places.map { nodes[$0] })))
        }
        if !needs.isEmpty { rebuild() }
        return needs
    }

    /// Whether a node and all its ancestors are open.
    private func isInTree(_ place: Int) -> Bool {
        var next: Int? = place
        while let node = next {
            guard nodes[node].isOpen else { return false }
            if let parent = nodes[node].parent, !nodes[parent].children.contains(node) { return false }
            next = nodes[node].parent
        }
        return true
    }

    private func need(_ place: Int, _ purpose: BrowserNeed.Purpose, _ sql: [UInt8]) -> BrowserNeed {
        BrowserNeed(sql: sql, node: place, generation: nodes[place].generation, purpose: purpose)
    }

    /// Stores an answer. An answer that is no longer needed is ignored.
    public mutating func take(_ need: BrowserNeed, rows: [[String?]]) {
        guard nodes.indices.contains(need.node), nodes[need.node].generation == need.generation else { return }
        switch need.purpose {
        case .children: takeChildren(need.node, rows)
        case .matches: addNames(rows.prefix(Self.pageSize).compactMap { $0 }, to: need.node)
        case .sizes(let places): takeSizes(places, rows)
        }
        rebuild()
    }

    /// Reports a failed query. The node shows the message, and opening it again repeats the query.
    public mutating func fail(_ need: BrowserNeed, _ message: String) {
        guard nodes.indices.contains(need.node), nodes[need.node].generation == need.generation,
            need.purpose == .children, nodes[need.node].loading == .waiting
        else { return }
        removeRemarks(need.node)
        nodes[need.node].loading = .failed(message)
        _ = add(.remark, message, to: need.node)
        nodes[need.node].isOpen = true
        rebuild()
    }

    private mutating func takeChildren(_ place: Int, _ rows: [[String?]]) {
        guard nodes[place].loading == .waiting else { return }
        removeRemarks(place)
        nodes[place].loading = .done
        let isPaged = BrowserQuestion.isPaged(nodes[place].kind)
        let page = rows.prefix(isPaged ? Self.pageSize : BrowserQuestion.listLimit)
        nodes[place].hasMore = isPaged && rows.count > page.count
        nodes[place].pageEnd = page.last?.first ?? nil
        addNames(Array(page), to: place)
        if nodes[place].hasMore {
            _ = add(.more, "more…", to: place)
            incomplete.insert(place)
        } else {
            incomplete.remove(place)
        }
        if !isPaged, rows.count > page.count { _ = add(.remark, "and more, which are not shown", to: place) }
        if nodes[place].children.isEmpty { _ = add(.remark, "none", to: place) }
    }

    /// Removes the remarks below a node.
    private mutating func removeRemarks(_ place: Int) {
        nodes[place].children = nodes[place].children.filter { nodes[$0].kind != .more && nodes[$0].kind != .remark }
    }

    /// Adds new children in order. Pages arrive in order; matches of a filter can belong anywhere.
    private mutating func addNames(_ rows: [[String?]], to place: Int) {
        let more = nodes[place].children.filter { nodes[$0].kind == .more }
        var children = nodes[place].children.filter { nodes[$0].kind != .more }
        let new = rows.compactMap { child($0, of: place) }
        let follows = children.last.map { last in new.first.map { precedes(nodes[last], $0) } ?? true } ?? true
        var known = follows ? [] : Set(children.map { key(nodes[$0]) })
        for child in new where known.insert(key(child)).inserted {
            nodes.append(child)
            children.append(nodes.count - 1)
        }
        if !follows, BrowserQuestion.isPaged(nodes[place].kind) {
            children.sort { precedes(nodes[$0], nodes[$1]) }
        }
        nodes[place].children = children + more
    }

    private func precedes(_ left: BrowserNode, _ right: BrowserNode) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Functions may share a name and differ in their arguments.
    private func key(_ node: BrowserNode) -> String { node.text + "\0" + (node.kind == .function ? node.detail : "") }

    /// The node for a row.
    private func child(_ row: [String?], of place: Int) -> BrowserNode? {
        guard let name = row.first ?? nil else { return nil }
        let parent = nodes[place]
        let kind = BrowserQuestion.kind(of: row, below: parent.kind, dialect)
        guard BrowserQuestion.isKind(kind, of: parent.kind) else { return nil }
        var node = BrowserNode(kind, name, parent: place, depth: parent.depth + 1)
        node.generation = generation
        node.schema = kind == .schema ? name : parent.schema
        node.detail = row.count > 1 && kind != .otherDatabase ? row[1] ?? "" : ""
        if node.isRelation {
            node.catalogueKind = node.detail
            node.detail = BrowserSize.text(rows: row.count > 3 ? row[3] : nil, pages: row.count > 4 ? row[4] : nil)
            node.hasSize = dialect == .postgresql
        }
        node.oid = row.count > 2 ? row[2].flatMap { UInt32($0) } ?? 0 : 0
        return node
    }

    private mutating func takeSizes(_ places: [Int], _ rows: [[String?]]) {
        for place in places where nodes.indices.contains(place) {
            let node = nodes[place]
            guard let row = rows.first(where: { $0.count == 4 && $0[0] == node.schema && $0[1] == node.text }) else {
                continue
            }
            nodes[place].detail = BrowserSize.text(rows: row[2], bytes: row[3])
        }
    }
}

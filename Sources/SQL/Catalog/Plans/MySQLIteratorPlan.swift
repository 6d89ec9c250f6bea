import JSON

/// The JSON of MySQL 8.3 and later with `explain_json_format_version` 2: a tree of iterators, as in `EXPLAIN ANALYZE`.
enum MySQLIteratorPlan {
    static func read(_ json: JSONValue) -> Plan? {
        var plan = Plan()
        append(json, &plan, depth: 0)
        plan.finishTree()
        return plan
    }

    private static func append(_ json: JSONValue, _ plan: inout Plan, depth: Int) {
        var node = PlanNode(depth: depth, label: json["operation"]?.text ?? "?")
        node.relation = json["alias"]?.text ?? json["table_name"]?.text
        node.index = json["index_name"]?.text
        node.estimatedRows = json["estimated_rows"]?.figure
        node.cost = json["estimated_total_cost"]?.figure
        node.actualRows = json["actual_rows"]?.figure
        node.loops = json["actual_loops"]?.figure
        if let time = json["actual_last_row_ms"]?.figure { node.milliseconds = time * max(node.loops ?? 1, 1) }
        for name in ["condition", "lookup_condition", "pushed_index_condition"] {
            if let words = json[name]?.words { node.addDetail(name.replacing("_", with: " "), words) }
        }
        plan.nodes.append(node)
        for child in (json["inputs"]?.values ?? []) + (json["inputs_from_select_list"]?.values ?? []) {
            append(child, &plan, depth: depth + 1)
        }
    }
}

/// The lines of MySQL's `EXPLAIN ANALYZE`. Source: "Obtaining Information with EXPLAIN ANALYZE" of MySQL 8.0.
enum MySQLPlanLines {
    static func read(_ text: String) -> Plan? {
        var steps: [(depth: Int, text: String)] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.drop { $0 == " " }
            if words.hasPrefix("-> ") {
                steps.append(((line.count - words.count) / 4, String(words.dropFirst(3))))
            } else if !steps.isEmpty {
                // A condition may contain a line end.
                steps[steps.count - 1].text += " " + line
            }
        }
        var plan = Plan()
        plan.nodes = steps.map { node($0.text[...], depth: $0.depth) }
        plan.finishTree()
        return plan
    }

    private static func node(_ line: Substring, depth: Int) -> PlanNode {
        // The label may contain parentheses; two spaces separate it from the figures.
        var figures = Substring()
        var label = line
        for mark in ["  (cost=", "  (actual time=", "  (never executed)"] {
            guard let range = label.ranges(of: mark).last else { continue }
            figures = line[range.lowerBound...]
            label = line[..<range.lowerBound]
            break
        }
        var node = PlanNode(depth: depth, label: String(label))
        let parts = figures.split(separator: "(", omittingEmptySubsequences: true)
        for part in parts {
            let isActual = part.contains("actual time=")
            if let rows = figure("rows=", in: part) {
                if isActual { node.actualRows = rows } else { node.estimatedRows = rows }
            }
            if let cost = figure("cost=", in: part) { node.cost = cost }
            guard isActual else { continue }
            node.loops = figure("loops=", in: part)
            node.milliseconds = figure("actual time=", in: part).map { $0 * max(node.loops ?? 1, 1) }
        }
        if figures.contains("(never executed)") { node.loops = 0 }
        (node.relation, node.index) = names(in: label)
        return node
    }

    /// The number after a word; of a range `0.1..0.25`, its upper end.
    private static func figure(_ word: String, in text: Substring) -> Double? {
        guard let start = text.ranges(of: word).first?.upperBound else { return nil }
        let number = text[start...].prefix { $0.isNumber || "+-.e".contains($0) }
        let end = number.ranges(of: "..").last.map { number[$0.upperBound...] } ?? number
        return Double(end).flatMap { $0.isFinite ? $0 : nil }
    }

    /// `Index lookup on c using calls_vessel (vessel_id=v.id)`.
    private static func names(in label: Substring) -> (relation: String?, index: String?) {
        guard label.contains("scan") || label.contains("lookup") || label.contains("Rows fetched"),
            let on = label.ranges(of: " on ").first
        else { return (nil, nil) }
        let rest = label[on.upperBound...]
        let relation = rest.prefix { $0 != " " }
        let index = rest.ranges(of: " using ").first.map { rest[$0.upperBound...].prefix { $0 != " " } }
        return (String(relation), index.map(String.init))
    }
}

extension Plan {
    /// Computes the figures that need the whole tree.
    mutating func finishTree() {
        isMeasured = nodes.contains { $0.loops != nil }
        for place in nodes.indices {
            nodes[place].judgeEstimate()
            nodes[place].warnings = Self.warnings(nodes[place])
        }
        setShares(from: 0)
    }

    private static func warnings(_ node: PlanNode) -> [String] {
        var warnings: [String] = []
        if node.label.hasPrefix("Sort") { warnings.append("sorts all rows (filesort)") }
        if node.label.contains("temporary table") { warnings.append("needs a temporary table") }
        if node.label.contains("no condition"), node.label.contains("hash join") || node.label.contains("inner join") {
            warnings.append("joins every row with every other")
        }
        return warnings
    }

    /// Computes each node's share from totals that include its descendants.
    mutating func setShares(from first: Int) {
        guard nodes.indices.contains(first) else { return }
        let isTimed = nodes[first].milliseconds != nil
        func total(_ node: PlanNode) -> Double { (isTimed ? node.milliseconds : node.cost) ?? 0 }
        // Below a LIMIT, the total of a node may exceed that of its parent.
        let whole = nodes[first...].map(total).max() ?? 0
        // The totals of the children visited so far, by depth; the walk goes from the end.
        var below: [Int: Double] = [:]
        for place in nodes.indices[first...].reversed() {
            let depth = nodes[place].depth
            let own = total(nodes[place]) - (below.removeValue(forKey: depth + 1) ?? 0)
            below[depth, default: 0] += total(nodes[place])
            nodes[place].setShare(own, of: whole)
        }
    }
}

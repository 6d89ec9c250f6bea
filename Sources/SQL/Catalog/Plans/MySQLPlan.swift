import JSON

/// `FORMAT=JSON` of MySQL and MariaDB. Source: "EXPLAIN Output Format" of MySQL 5.7 and 8.0, "ANALYZE FORMAT=JSON" of
/// MariaDB. Both name the members after their purpose, and every version adds names; unknown members are shown by their
/// own name.
struct MySQLPlan {
    private var plan = Plan()
    /// For each step its own cost, its own milliseconds, and the rows that it is expected to read in all loops.
    private var own: [(cost: Double?, time: Double?, work: Double?)] = []

    static func read(_ json: JSONValue) -> Plan? {
        if let root = json["query_plan"] ?? (json["inputs"] != nil || json["operation"] != nil ? json : nil) {
            return MySQLIteratorPlan.read(root)
        }
        var reader = MySQLPlan()
        for member in json.members ?? [] where member.name != "query_optimization" {
            if reader.isStructure(member) { reader.walk(member.name, member.value, depth: 0, runs: 1) }
        }
        if let time = json["query_optimization"]?["r_total_time_ms"]?.words {
            reader.plan.isMeasured = true
            reader.plan.remarks.append(PlanDetail(name: "Planning time", text: "\(time) ms"))
        }
        reader.setShares()
        return reader.plan
    }

    /// Object members that are not steps.
    private static let figures: Set<String> = [
        "cost_info", "r_engine_stats", "rowid_filter", "key_parts", "used_columns", "partitions", "optimizer_trace",
    ]

    private func isStructure(_ member: JSONMember) -> Bool {
        guard !Self.figures.contains(member.name) else { return false }
        switch member.value {
        case .object: return true
        case .array(let values):
            return values.contains {
                if case .object = $0 { true } else { false }
            }
        default: return false
        }
    }

    /// Appends the steps of a member.
    ///
    /// - Parameter runs: The expected number of loops.
    /// - Returns: The expected rows of all loops.
    @discardableResult
    private mutating func walk(_ name: String, _ value: JSONValue, depth: Int, runs: Double) -> Double {
        if let values = value.values {
            var depth = depth
            if name == "nested_loop", values.count > 1 {
                append(PlanNode(depth: depth, label: "Nested loop"))
                depth += 1
            }
            var rows = runs
            for value in values {
                for member in value.members ?? [] where isStructure(member) {
                    let produced = walk(member.name, member.value, depth: depth, runs: rows)
                    if name == "nested_loop" { rows = produced }
                }
            }
            return rows
        }
        let node = MySQLPlanStep.node(name, value, depth: depth)
        let read = value["rows_examined_per_scan"]?.figure ?? value["rows"]?.figure
        append(node, MySQLPlanStep.ownCost(value), MySQLPlanStep.ownTime(value), work: read.map { $0 * runs })
        let filtered = (value["filtered"]?.figure ?? 100) / 100
        var rows = value["rows_produced_per_join"]?.figure ?? read.map { $0 * filtered * runs } ?? runs
        for member in value.members ?? [] where isStructure(member) {
            // A materialized or sorted result is computed once, however often it is read.
            let below = walk(member.name, member.value, depth: depth + 1, runs: name == "table" ? 1 : runs)
            if read == nil { rows = below }
        }
        return rows.isFinite ? rows : runs
    }

    private mutating func append(
        _ node: PlanNode, _ cost: Double? = nil, _ time: Double? = nil, work: Double? = nil
    ) {
        plan.nodes.append(node)
        own.append((cost, time, work))
        if node.loops != nil { plan.isMeasured = true }
    }

    /// By time if it was measured; else by cost, which MariaDB has from version 11 on; else by rows.
    private mutating func setShares() {
        let figures: [Double?] =
            own.contains { $0.time != nil }
            ? own.map(\.time) : own.contains { $0.cost != nil } ? own.map(\.cost) : own.map(\.work)
        let sum = figures.reduce(0) { $0 + ($1 ?? 0) }
        for place in plan.nodes.indices {
            if let figure = figures[place] { plan.nodes[place].setShare(figure, of: sum) }
        }
    }
}

import JSON

/// PostgreSQL's `EXPLAIN (FORMAT JSON)`. Source: explain.c; member names of PostgreSQL 11 to 17.
enum PostgreSQLPlan {
    static func read(_ json: JSONValue) -> Plan? {
        guard let statements = json.values else { return nil }
        var plan = Plan()
        for statement in statements {
            guard let root = statement["Plan"] else { continue }
            let first = plan.nodes.count
            append(root, to: &plan, Place())
            plan.setShares(from: first)
            for member in statement.members ?? [] where member.name != "Plan" {
                addRemark(member, &plan)
            }
        }
        plan.isMeasured = plan.nodes.contains { $0.loops != nil }
        return plan
    }

    /// A node's context.
    private struct Place {
        var depth = 0
        /// The number of processes that share the work.
        var workers = 1.0
        /// Whether a LIMIT above may end it early.
        var isCut = false
    }

    private static func append(_ json: JSONValue, to plan: inout Plan, _ place: Place) {
        var node = PlanNode(depth: place.depth, label: label(json))
        node.relation = relation(json)
        node.index = json["Index Name"]?.text
        node.estimatedRows = json["Plan Rows"]?.double
        node.cost = json["Total Cost"]?.double
        node.actualRows = json["Actual Rows"]?.double
        node.loops = json["Actual Loops"]?.double
        if let time = json["Actual Total Time"]?.double, let loops = node.loops {
            // The mean of all loops; parallel workers run at the same time.
            node.milliseconds = time * max(loops / place.workers, loops > 0 ? 1 : 0)
        }
        node.judgeEstimate(isCut: place.isCut)
        node.warnings = PostgreSQLWarnings.of(json, node)
        addDetails(json, &node)
        plan.nodes.append(node)
        var below = place
        below.depth += 1
        if json["Node Type"]?.text?.hasPrefix("Gather") == true {
            below.workers = (json["Workers Launched"]?.double ?? 0) + 1
        }
        below.isCut = place.isCut || json["Node Type"]?.text == "Limit"
        for child in json["Plans"]?.values ?? [] { append(child, to: &plan, below) }
    }

    /// The node's label in psql's text format.
    private static func label(_ json: JSONValue) -> String {
        var type = json["Node Type"]?.text ?? "?"
        let join = json["Join Type"]?.text ?? "Inner"
        switch type {
        case "Hash Join", "Merge Join": if join != "Inner" { type = "\(type.dropLast(5)) \(join) Join" }
        case "Nested Loop": if join != "Inner" { type += " \(join) Join" }
        case "ModifyTable": type = json["Operation"]?.text ?? type
        case "Aggregate":
            switch json["Strategy"]?.text {
            case "Hashed"?: type = "HashAggregate"
            case "Sorted"?: type = "GroupAggregate"
            case "Mixed"?: type = "MixedAggregate"
            default: break
            }
            if let mode = json["Partial Mode"]?.text, mode != "Simple" { type = "\(mode) \(type)" }
        case "SetOp": type = [type, json["Command"]?.text].compactMap { $0 }.joined(separator: " ")
        default: break
        }
        if json["Scan Direction"]?.text == "Backward" { type += " Backward" }
        if case .bool(true)? = json["Parallel Aware"] { type = "Parallel \(type)" }
        if let name = json["Subplan Name"]?.text { type = "\(name): \(type)" }
        return type
    }

    private static func relation(_ json: JSONValue) -> String? {
        let named = ["Relation Name", "CTE Name", "Function Name", "Table Function Name", "Tuplestore Name"]
        let name = named.lazy.compactMap { json[$0]?.text }.first
        let alias = json["Alias"]?.text
        guard let name else { return alias }
        let path = json["Schema"]?.text.map { "\($0).\(name)" } ?? name
        return alias.map { $0 == name ? path : "\(path) \($0)" } ?? path
    }

    private static let shown: Set<String> = [
        "Node Type", "Join Type", "Strategy", "Partial Mode", "Parallel Aware", "Async Capable", "Relation Name",
        "Schema", "Alias", "Index Name", "Startup Cost", "Total Cost", "Plan Rows", "Plan Width",
        "Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops", "Parent Relationship",
        "Subplan Name", "Operation", "Scan Direction", "Command", "Inner Unique", "Output", "Plans", "Single Copy",
        "Disabled", "CTE Name", "Function Name",
    ]

    /// All other members with a value, because every version adds some.
    private static func addDetails(_ json: JSONValue, _ node: inout PlanNode) {
        for member in json.members ?? [] where !shown.contains(member.name) {
            if member.value.double == 0 { continue }
            guard let words = member.value.words, !words.isEmpty else { continue }
            node.addDetail(member.name, words)
        }
    }

    private static func addRemark(_ member: JSONMember, _ plan: inout Plan) {
        switch (member.name, member.value) {
        case ("Planning Time", let value), ("Execution Time", let value):
            if let words = value.words {
                plan.remarks.append(PlanDetail(name: member.name, text: "\(words) ms"))
            }
        case ("Triggers", .array(let triggers)):
            for trigger in triggers {
                let name = trigger["Trigger Name"]?.text ?? trigger["Constraint Name"]?.text ?? "?"
                let (time, calls) = (trigger["Time"]?.words ?? "0", trigger["Calls"]?.words ?? "0")
                plan.remarks.append(PlanDetail(name: "Trigger \(name)", text: "\(time) ms in \(calls) calls"))
            }
        case ("JIT", let jit):
            if let time = jit["Timing"]?["Total"]?.words {
                plan.remarks.append(PlanDetail(name: "JIT", text: "\(time) ms"))
            }
        default: break
        }
    }
}

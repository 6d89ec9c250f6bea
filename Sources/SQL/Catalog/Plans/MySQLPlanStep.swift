import Failures
import JSON

/// One step of a JSON plan of MySQL or MariaDB.
enum MySQLPlanStep {
    /// The number of rows from which a full table scan is a warning.
    private static let manyRows = 10_000.0

    static func node(_ name: String, _ json: JSONValue, depth: Int) -> PlanNode {
        var node = PlanNode(depth: depth, label: label(name, json))
        node.relation = json["table_name"]?.text
        node.index = json["key"]?.text
        node.estimatedRows = json["rows_examined_per_scan"]?.figure ?? json["rows"]?.figure
        node.cost =
            json["cost_info"]?["query_cost"]?.figure ?? json["cost_info"]?["prefix_cost"]?.figure
            ?? json["cost"]?.figure
        node.loops = json["r_loops"]?.figure
        node.actualRows = json["r_rows"]?.figure ?? json["r_output_rows"]?.figure
        node.milliseconds = ownTime(json) ?? json["r_total_time_ms"]?.figure
        node.judgeEstimate()
        node.warnings = warnings(name, json, node)
        addDetails(json, &node)
        return node
    }

    /// A table's cost is what it adds to the tables before it.
    static func ownCost(_ json: JSONValue) -> Double? {
        let costs = json["cost_info"]
        if let read = costs?["read_cost"]?.figure { return read + (costs?["eval_cost"]?.figure ?? 0) }
        return costs?["sort_cost"]?.figure ?? (json["table_name"] == nil ? nil : json["cost"]?.figure)
    }

    /// The total of a query block includes its descendants; a sort's does not.
    static func ownTime(_ json: JSONValue) -> Double? {
        let parts = ["r_table_time_ms", "r_unpack_time_ms", "r_other_time_ms"].compactMap { json[$0]?.figure }
        if !parts.isEmpty { return parts.reduce(0, +) }
        return json["select_id"] == nil ? json["r_total_time_ms"]?.figure : nil
    }

    private static func label(_ name: String, _ json: JSONValue) -> String {
        switch name {
        case "query_block": return "Query block" + (json["select_id"]?.words.map { " \($0)" } ?? "")
        case "table": return access(json)
        case "ordering_operation": return "Sort"
        case "grouping_operation": return "Group"
        case "duplicates_removal": return "Distinct"
        case "filesort": return "Sort"
        case "union_result": return "Union"
        case "block-nl-join": return "Join buffer" + (json["join_type"]?.text.map { " (\($0))" } ?? "")
        case "materialized_from_subquery", "materialized": return "Materialize"
        case "windowing", "window_functions_computation": return "Window functions"
        case "expression_cache": return "Subquery cache"
        default:
            let words = name.replacing("_", with: " ").replacing("-", with: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }

    private static func access(_ json: JSONValue) -> String {
        guard let type = json["access_type"]?.text else { return json["message"]?.text ?? "Table" }
        switch type {
        case "ALL": return "Full scan"
        case "index": return "Full index scan"
        case "range": return "Range scan"
        case "ref": return "Index lookup"
        case "ref_or_null": return "Index lookup or NULL"
        case "eq_ref": return "Unique index lookup"
        case "const", "system": return "Constant row"
        case "index_merge": return "Index merge"
        case "fulltext": return "Full-text search"
        default: return type
        }
    }

    private static func warnings(_ name: String, _ json: JSONValue, _ node: PlanNode) -> [String] {
        var warnings: [String] = []
        if case .bool(true)? = json["using_filesort"] { warnings.append("sorts all rows (filesort)") }
        if case .bool(true)? = json["using_temporary_table"] { warnings.append("needs a temporary table") }
        if name == "filesort" { warnings.append("sorts all rows (filesort)") }
        if name == "temporary_table" { warnings.append("needs a temporary table") }
        if let passes = json["r_sort_passes"]?.figure, passes > 0 { warnings.append("sorts on disk") }
        if name == "block-nl-join" || json["using_join_buffer"] != nil {
            warnings.append("joins without an index (join buffer)")
        }
        let rows = (node.actualRows ?? node.estimatedRows ?? 0) * max(node.loops ?? 1, 1)
        let kept = (json["r_filtered"]?.figure ?? json["filtered"]?.figure ?? 100) / 100 * rows
        if json["access_type"]?.text == "ALL", rows >= manyRows, rows < 1e15, kept * 10 <= rows {
            warnings.append("reads \(Int64(saturating: rows)) rows to keep \(Int64(saturating: max(kept, 0)))")
        }
        return warnings
    }

    private static let shown: Set<String> = [
        "table_name", "access_type", "key", "rows_examined_per_scan", "rows", "cost", "r_loops", "r_rows",
        "select_id", "r_table_time_ms", "r_other_time_ms", "r_unpack_time_ms", "r_total_time_ms", "used_columns",
        "possible_keys", "key_length", "r_output_rows", "message", "join_type",
    ]

    private static func addDetails(_ json: JSONValue, _ node: inout PlanNode) {
        for member in json.members ?? [] where !shown.contains(member.name) {
            guard let words = member.value.words, !words.isEmpty else { continue }
            node.addDetail(member.name.replacing("_", with: " "), words)
        }
        if node.index == nil, let keys = json["possible_keys"]?.words { node.addDetail("possible keys", keys) }
    }
}

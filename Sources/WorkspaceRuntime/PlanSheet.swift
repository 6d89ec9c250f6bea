import Catalog
import Workspace

/// A plan as a tree in lines; what costs most is marked.
enum PlanSheet {
    static func lines(_ plan: Plan) -> [SheetLine] {
        let labels = plan.nodes.map { label($0) }
        let width = min(70, labels.map(\.count).max() ?? 0)
        let head = pad("step", width) + "  " + columns(plan.isMeasured)
        var lines = [SheetLine(head, .heading)]
        if plan.nodes.count > 20, !plan.remarkable.isEmpty {
            let names = plan.remarkable.prefix(5).map { String(labels[$0].drop { $0 == " " || $0 == "*" }) }
            lines.insert(SheetLine("worth a look: \(names.joined(separator: ", "))", .dim), at: 0)
        }
        for (node, label) in zip(plan.nodes, labels) {
            lines.append(
                SheetLine(pad(label, width) + "  " + figures(node, plan.isMeasured), node.isCostly ? .costly : .text))
            let indent = String(repeating: "  ", count: node.depth + 2)
            for detail in node.details { lines.append(SheetLine("\(indent)\(detail.name): \(detail.text)", .dim)) }
            for warning in node.warnings { lines.append(SheetLine("\(indent)! \(warning)", .error)) }
            if let factor = node.misestimate {
                let words =
                    factor >= 1
                    ? "\(number(factor))x more rows than expected"
                    : "\(number(1 / max(factor, 1e-9)))x fewer rows than expected"
                lines.append(SheetLine("\(indent)! \(words)", .error))
            }
        }
        return lines
            + (plan.remarks.isEmpty
                ? [] : [SheetLine("")] + plan.remarks.map { SheetLine("\($0.name): \($0.text)", .dim) })
    }

    private static func label(_ node: PlanNode) -> String {
        let indent = String(repeating: "  ", count: node.depth)
        let relation = node.relation.map { " on \($0)" } ?? ""
        let index = node.index.map { " using \($0)" } ?? ""
        return "\(node.isCostly ? "*" : " ")\(indent)\(node.label)\(relation)\(index)"
    }

    private static func columns(_ isMeasured: Bool) -> String {
        isMeasured
            ? right("share") + right("ms") + right("rows") + right("expected") + right("loops")
            : right("share") + right("cost") + right("rows")
    }

    private static func figures(_ node: PlanNode, _ isMeasured: Bool) -> String {
        let share = right(node.share.map { "\(Int(($0 * 100).rounded()))%" } ?? "")
        guard isMeasured else { return share + right(node.cost.map(number)) + right(node.estimatedRows.map(number)) }
        return share + right(node.milliseconds.map(number)) + right(node.actualRows.map(number))
            + right(node.estimatedRows.map(number)) + right(node.loops.map(number))
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        if value >= 100 || value == value.rounded() { return Count.grouped(Int(value.rounded())) }
        return String((value * 100).rounded() / 100)
    }

    private static func right(_ text: String?) -> String {
        let text = text ?? ""
        return String(repeating: " ", count: max(1, 12 - text.count)) + text
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

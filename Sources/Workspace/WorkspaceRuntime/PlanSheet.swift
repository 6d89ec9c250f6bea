import Catalog
import Failures
import ScreenKit
import TerminalUI
import Workspace

/// A plan as a tree of lines; the most expensive steps are marked.
enum PlanSheet {
    static func lines(_ plan: Plan) -> [SheetLine] {
        let labels = plan.nodes.map { label($0) }
        let figures = table(plan)
        let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
        let rows = zip(["step"] + labels, figures).map { DisplayWidth.padding($0, to: width) + $1 }
        var lines = [SheetLine(rows[0], .heading)]
        if plan.nodes.count > 20, !plan.remarkable.isEmpty {
            let names = plan.remarkable.prefix(5).map { String(labels[$0].drop { $0 == " " || $0 == "*" }) }
            lines.insert(SheetLine("worth a look: \(names.joined(separator: ", "))", .dim, hanging: 2), at: 0)
        }
        for (node, row) in zip(plan.nodes, rows.dropFirst()) {
            lines.append(SheetLine(row, node.isCostly ? .costly : .text))
            let indent = String(repeating: "  ", count: node.depth + 2)
            for detail in node.details { lines.append(SheetLine(indent + words(detail), .dim)) }
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
            + (plan.remarks.isEmpty ? [] : [SheetLine("")] + plan.remarks.map { SheetLine(words($0), .dim) })
    }

    private static func label(_ node: PlanNode) -> String {
        let indent = String(repeating: "  ", count: node.depth)
        let relation = node.relation.map { " on \($0)" } ?? ""
        let index = node.index.map { " using \($0)" } ?? ""
        return "\(node.isCostly ? "*" : " ")\(indent)" + HarmlessText.of("\(node.label)\(relation)\(index)")
    }

    /// The figures of the heading and of each step, aligned.
    private static func table(_ plan: Plan) -> [String] {
        let heading =
            plan.isMeasured ? ["share", "ms", "rows", "expected", "loops"] : ["share", "cost", "rows"]
        let cells = [heading] + plan.nodes.map { figures($0, plan.isMeasured) }
        var widths = heading.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let loops = [nil] + plan.nodes.map { plan.isMeasured ? $0.loops : nil }
        // It replaces time and rows.
        let never = "never executed"
        if loops.contains(0) { widths[2] = max(widths[2], never.count - widths[1] - 2) }
        return zip(cells, loops).map { cells, loops in
            let figures = zip(cells, widths).map { right($0, $1) }
            guard loops == 0 else { return figures.joined() }
            return figures[0] + right(never, widths[1] + 2 + widths[2]) + figures[3...].joined()
        }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count) + 2) + text
    }

    private static func figures(_ node: PlanNode, _ isMeasured: Bool) -> [String] {
        let share = node.share.map { "\(Int(saturating: ($0 * 100).rounded()))%" } ?? ""
        guard isMeasured else { return [share, number(node.cost), number(node.estimatedRows)] }
        guard node.loops != 0 else { return [share, "", "", number(node.estimatedRows), "0"] }
        return [
            share, number(node.milliseconds), number(node.actualRows), number(node.estimatedRows), number(node.loops),
        ]
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        if value >= 100 || value == value.rounded() { return Count.grouped(Int(saturating: value.rounded())) }
        return String((value * 100).rounded() / 100)
    }

    private static func words(_ detail: PlanDetail) -> String {
        "\(detail.name): \(detail.text)" + (unit(detail).map { " \($0)" } ?? "")
    }

    /// The unit of a plain number. PostgreSQL's JSON omits it, unlike its text.
    private static func unit(_ detail: PlanDetail) -> String? {
        guard !detail.text.isEmpty, detail.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }) else {
            return nil
        }
        let kilobytes = ["Memory", "Space Used", "Disk Usage", "Maximum Storage"]
        if kilobytes.contains(where: { detail.name.contains($0) }) { return "kB" }
        return detail.name.hasSuffix(" Time") ? "ms" : nil
    }
}

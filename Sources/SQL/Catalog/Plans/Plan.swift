public import Failures
import JSON
public import SQLWire

/// The execution plan of a statement.
public struct Plan: Sendable, Equatable {
    /// The steps in depth-first order, the root first.
    public internal(set) var nodes: [PlanNode] = []
    /// Figures about the whole plan: planning time, execution time, triggers.
    public internal(set) var remarks: [PlanDetail] = []
    /// Whether the statement was executed, so that actual rows and times are known.
    public internal(set) var isMeasured = false

    /// Deeper plans are refused.
    private static let deepest = 1_000

    /// Parses the answer to a `PlanRequest`: one column of text, JSON, or the lines of a tree.
    public static func read(_ rows: [[String?]], dialect: Dialect) -> Result<Plan, Failure> {
        let text = rows.compactMap { $0.first ?? nil }.joined(separator: "\n")
        let start = text.utf8.first { $0 > 0x20 }
        var plan: Plan?
        if start == UInt8(ascii: "-") {
            plan = MySQLPlanLines.read(text)
        } else if let json = JSONValue(Array(text.utf8), deepest: deepest) {
            plan = dialect == .postgresql ? PostgreSQLPlan.read(json) : MySQLPlan.read(json)
        }
        guard let plan, !plan.nodes.isEmpty else {
            return .failure(
                Failure(
                    .badData, "the server's plan was not understood", why: "it begins with \"\(text.prefix(40))\"",
                    next: "run EXPLAIN as a statement to see it as it is"))
        }
        return .success(plan)
    }

    /// The indices of notable steps: costly, misestimated, or with a warning.
    public var remarkable: [Int] {
        nodes.indices.filter {
            nodes[$0].isCostly || nodes[$0].misestimate != nil || !nodes[$0].warnings.isEmpty
        }
    }
}

extension JSONValue {
    /// A member's value as text: lists are joined by commas; nil for objects and null.
    var words: String? {
        switch self {
        case .text: text
        case .number(let digits): digits
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let values):
            values.contains { $0.words == nil } ? nil : values.compactMap(\.words).joined(separator: ", ")
        case .object, .null: nil
        }
    }

    /// A number; MySQL writes costs as strings.
    var figure: Double? {
        double ?? text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
}

public import Failures
public import SQLCore

/// How a server runs a statement.
public struct Plan: Sendable, Equatable {
    /// The steps in the order of a tree's lines, the root first.
    public var nodes: [PlanNode]
    /// Remarks about the whole: planning time, execution time, triggers.
    public var remarks: [String]
    /// Whether it was run: actual rows and times are known.
    public var isMeasured: Bool

    /// Reads what a `PlanRequest` brought: one column of text, JSON or a tree of lines.
    public static func read(_ rows: [[String?]], dialect: Dialect) -> Result<Plan, Failure> {
        .failure(Failure(.internalError, "not yet"))
    }
}

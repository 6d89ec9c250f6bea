public import Failures

/// The SQL that asks how a statement would be run.
public struct PlanRequest: Sendable, Equatable {
    /// The statement to send.
    public let sql: [UInt8]
    /// Whether the server runs the statement to the end for it, so that it costs as much and does all that it does.
    public let executes: Bool
    /// Whether the statement may write, as far as its words tell; a doubt counts as yes. With `executes` it must not be
    /// sent unasked.
    public let mayWrite: Bool

    /// Asks about a statement.
    ///
    /// - Parameters:
    ///   - statement: One statement, with or without its terminator.
    ///   - isAnalyzed: Whether it is to be run and measured.
    ///   - facts: Which server it is; MariaDB and MySQL ask differently.
    /// - Returns: A failure for what no server explains.
    public static func make(
        for statement: [UInt8], isAnalyzed: Bool, facts: ServerFacts
    ) -> Result<PlanRequest, Failure> {
        .failure(Failure(.internalError, "not yet"))
    }
}

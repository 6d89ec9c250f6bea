import Failures
import SQLCore

/// Takes what a script's statements bring.
protocol StatementSink: Sendable {
    /// Whether the format wants to know which table a result comes from.
    var namesTable: Bool { get }

    /// A file's next statement is about to run, or the next text that may be several.
    func begin()
    /// Its rows are inserted into `table`, quoted already.
    func name(table: [UInt8]?)
    /// Whether the next result is written a line for each value where it would be a table: `\gx` and `\G` ask for it.
    func expand(_ isExpanded: Bool)
    /// Takes a piece. Answers false when the output takes no more, and nothing it brings is of use.
    func take(_ event: ResultEvent) -> Bool
    /// What the script itself has to say: `\echo`.
    func say(_ text: String) throws(Failure)
    /// A result that broke off is closed.
    func abandon()
    /// The statements' errors since the last call.
    func takeFailures() -> [ServerMessage]
    /// What the output said when it took no more; 0 as long as it does.
    var writeError: Int32 { get }
}

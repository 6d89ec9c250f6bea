package import Failures
package import SQLWire

/// Receives the results of a script's statements.
package protocol StatementSink: Sendable {
    /// Whether the format needs the table of a result.
    var namesTable: Bool { get }

    /// Begins the next statement of a file, or the next text of several statements.
    func begin()
    /// Sets the quoted name of the table for INSERT.
    func name(table: [UInt8]?)
    /// Sets whether the next table is written with one line for each value, as `\gx` and `\G` request.
    func expand(_ isExpanded: Bool)
    /// Handles a part of a result. Returns false when the output has failed and further parts are useless.
    func take(_ event: ResultEvent) -> Bool
    /// Prints a text of the script: `\echo`.
    func say(_ text: String) throws(Failure)
    /// Ends an incomplete result.
    func abandon()
    /// Returns the statements' errors since the last call.
    func takeFailures() -> [ServerMessage]
    /// The errno value of the failed output; 0 if it has not failed.
    var writeError: Int32 { get }
}

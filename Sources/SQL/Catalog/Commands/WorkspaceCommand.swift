public import Failures
public import SQLScript
public import SQLWire

/// A command for the workspace.
public enum WorkspaceCommand: Sendable, Equatable {
    /// Query the server and show each section's rows.
    case query(CatalogQuery)
    /// Query which relations match, then describe each.
    case describe(DescribeQuery)
    /// Show one line for each value: `\x`.
    case expanded(CommandSwitch)
    /// Show the time of statements.
    case timing(CommandSwitch)
    /// Run the open statement, or the last one if none is open; the result goes to a file if there is a path.
    case run(expanded: Bool, path: String?)
    /// Run the open statement repeatedly, every `seconds`, `times` times or until the user stops it.
    case watch(seconds: Double, times: Int?)
    /// Run the open statement, or the last one, and use its rows instead of showing them.
    case take(ResultUse)
    /// Load a definition, the only value of a query's only row, into the editor.
    case editDefinition(CatalogQuery)
    /// Show the columns that the open statement would return.
    case describeResult
    /// Write results to a file from now on; nil: show them again.
    case output(path: String?)
    /// Edit the open statement, or a file, in the user's editor.
    case edit(path: String?, line: Int?)
    /// Write the open statement to a file.
    case write(path: String)
    /// Move rows between a file and the server.
    case copy(CopyCommand)
    /// Connect to another database; nil: reconnect to the same.
    case use(database: String?)
    /// Show the list of commands; with a topic, the help of one command.
    case help(topic: String?)
    /// Reload the names for completion.
    case refreshNames
    /// Show the open statement.
    case printStatement
    /// Show what was run; to a file if there is a path.
    case history(path: String?)
    /// Show the user, server and database of the session.
    case connectionInfo
    /// Show all parts of the last error.
    case lastError
    /// Show the plan of the open statement or the last one; execute the statement if `isAnalyzed`.
    case explain(isAnalyzed: Bool)
    /// Write the whole result on the screen to a file. The format is the name of a result format, not validated; nil:
    /// by the file name's extension.
    case export(path: String, format: String?)
    /// Show the live activity of the server.
    case showActivity
    /// Cancel the running statement of another session with this SQL.
    case kill(session: UInt64, sql: [UInt8])

    /// Parses a command.
    ///
    /// - Parameters:
    ///   - name: The name without a backslash: `dt+`, `copy`, `source`.
    ///   - arguments: The unprocessed text after the name.
    ///   - variables: psql variables to substitute.
    /// - Returns: The command, or a failure: an unknown name, with the nearest one as advice; wrong arguments; or a
    ///   command that only the server's own client has.
    public static func parse(
        name: String, arguments: [UInt8], dialect: Dialect, variables: ScriptVariables? = nil
    ) -> Result<WorkspaceCommand, Failure> {
        guard let entry = CommandEntry.named(name, dialect) else {
            return .failure(ForeignCommand.refusal(of: name, dialect))
        }
        do throws(Failure) {
            return .success(try entry.meaning(try CommandCall(name, arguments, dialect, variables)))
        } catch {
            return .failure(error)
        }
    }

    /// Parses a command that the scanner found.
    public static func parse(
        _ command: ScriptCommand, dialect: Dialect, variables: ScriptVariables? = nil
    ) -> Result<WorkspaceCommand, Failure> {
        parse(name: command.name, arguments: command.arguments, dialect: dialect, variables: variables)
    }
}

/// On, off, or toggled.
public enum CommandSwitch: Sendable, Equatable {
    case on
    case off
    /// The opposite of the current state.
    case toggle
    /// Depends on the width; `\x auto`.
    case automatic
}

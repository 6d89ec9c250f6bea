public import Failures
public import SQLCore

/// What a command asks of the workspace.
public enum WorkspaceCommand: Sendable, Equatable {
    /// Ask the server and show each section's rows.
    case query(CatalogQuery)
    /// Ask the server which relations are meant, then for what is known of them.
    case describe(DescribeQuery)
    /// One line a value: `\x`.
    case expanded(CommandSwitch)
    /// Tell how long statements take.
    case timing(CommandSwitch)
    /// Run the open statement, or the last one again if none is open; the result to a file if there is a path.
    case run(expanded: Bool, path: String?)
    /// Run the open statement again and again, `seconds` apart, `times` times or until the user ends it.
    case watch(seconds: Double, times: Int?)
    /// Run the open statement, or the last one again, and do something else with its rows than show them.
    case take(ResultUse)
    /// Fetch a definition, the only value of a query's only row, to be edited.
    case editDefinition(CatalogQuery)
    /// Tell the columns that the open statement would return.
    case describeResult
    /// Results go to a file from now on; nil: to the screen again.
    case output(path: String?)
    /// Edit the open statement, or a file, in the user's editor.
    case edit(path: String?, line: Int?)
    /// Write the open statement to a file.
    case write(path: String)
    /// Move rows between a file and the server.
    case copy(CopyCommand)
    /// Go on in another database; nil: log in again to the same.
    case use(database: String?)
    /// Tell what commands there are; of one of them, if a topic is named.
    case help(topic: String?)
    /// Ask again for the names that are completed.
    case refreshNames
    /// Show the open statement.
    case printStatement
    /// Show what was run; to a file if there is a path.
    case history(path: String?)
    /// Tell who is logged in where.
    case connectionInfo
    /// Show all parts of the last error.
    case lastError
    /// Ask how the server would run the open statement, or the last one; run it for that if `isAnalyzed`.
    case explain(isAnalyzed: Bool)
    /// Write the whole result on the screen to a file. A format is one of the names of result formats, unchecked; nil:
    /// as the file's name says.
    case export(path: String, format: String?)
    /// End the statement that another session is running, by this SQL.
    case kill(session: UInt64, sql: [UInt8])

    /// What a command means on a server.
    ///
    /// - Parameters:
    ///   - name: The name without a backslash: `dt+`, `copy`, `source`.
    ///   - arguments: What follows it, raw.
    ///   - variables: psql's, which are put in.
    /// - Returns: The command, or why there is none: an unknown name, with the nearest one as advice; arguments that do
    ///   not fit; something that the server's own client has and this workspace does not.
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

    /// What a command that the scanner found means.
    public static func parse(
        _ command: ScriptCommand, dialect: Dialect, variables: ScriptVariables? = nil
    ) -> Result<WorkspaceCommand, Failure> {
        parse(name: command.name, arguments: command.arguments, dialect: dialect, variables: variables)
    }
}

/// On, off, or the other than now.
public enum CommandSwitch: Sendable, Equatable {
    /// On.
    case on
    /// Off.
    case off
    /// Whichever it is not.
    case toggle
    /// As fits the width; `\x auto`.
    case automatic
}

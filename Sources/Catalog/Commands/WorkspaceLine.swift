public import SQLCore

/// Commands of the workspace in lines that MySQL's scanner would read otherwise: it takes `\dt` for a new delimiter.
///
/// PostgreSQL's scanner finds all commands itself; asked for that dialect, both functions answer nil.
public enum WorkspaceLine {
    /// The command that a line is, which begins where no statement is open.
    public static func command(in line: [UInt8], dialect: Dialect) -> ScriptCommand? { nil }

    /// The command that ends a statement, `\gx`, `\watch 2`, `\g FILE`, `\explain`, and where it begins in `text`.
    public static func ending(of text: [UInt8], dialect: Dialect) -> (command: ScriptCommand, start: Int)? { nil }
}

public import SQLCore

/// A command as the help tells it.
public struct CommandEntry: Sendable {
    /// The names, the usual one first, without a backslash; MySQL's words such as `use` stand without one in scripts.
    public let names: [String]
    /// What may follow: `[NAME]`.
    public let arguments: String
    /// What it does, one line without a full stop.
    public let help: String
    /// The servers on which it is.
    public let dialects: Set<Dialect>
    /// What it belongs to.
    public let topic: Topic

    /// Headings of the help.
    public enum Topic: String, Sendable, CaseIterable {
        case statements = "Statements"
        case catalogue = "Catalogue"
        case results = "Results"
        case files = "Files"
        case session = "Session"
    }

    /// The commands on a server, in the order of the help.
    public static func all(_ dialect: Dialect) -> [CommandEntry] { [] }

    /// The command of that name, with or without its backslash.
    public static func named(_ name: String, _ dialect: Dialect) -> CommandEntry? { nil }
}

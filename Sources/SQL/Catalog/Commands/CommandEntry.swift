import Failures
public import SQLWire

/// A command with its help.
public struct CommandEntry: Sendable {
    /// Headings of the help.
    public enum Topic: String, Sendable, CaseIterable {
        case statements = "Statements"
        case variables = "Variables"
        case catalogue = "Catalogue"
        case results = "Results"
        case files = "Files"
        case session = "Session"
    }

    typealias Meaning = @Sendable (CommandCall) throws(Failure) -> WorkspaceCommand

    /// The names without a backslash, the usual one first. In scripts, MySQL's words such as `use` need no backslash.
    public let names: [String]
    /// The arguments for the help: `[NAME]`.
    public let arguments: String
    /// The help in one line, without a full stop.
    public let help: String
    /// The servers that have the command.
    public let dialects: Set<Dialect>
    /// The command's heading in the help.
    public let topic: Topic
    /// Letters that may follow the name: psql's `S` for system objects, `+` for more details.
    public let suffixes: String
    let meaning: Meaning

    init(
        _ names: String..., arguments: String = "", dialects: Set<Dialect> = [.postgresql, .mysql], topic: Topic,
        suffixes: String = "", help: String, meaning: @escaping Meaning
    ) {
        self.init(
            names, arguments: arguments, dialects: dialects, topic: topic, suffixes: suffixes, help: help,
            meaning: meaning)
    }

    init(
        _ names: [String], arguments: String, dialects: Set<Dialect>, topic: Topic, suffixes: String = "",
        help: String, meaning: @escaping Meaning
    ) {
        self.names = names
        self.arguments = arguments
        self.help = help
        self.dialects = dialects
        self.topic = topic
        self.suffixes = suffixes
        self.meaning = meaning
    }

    /// The commands for a server, in the order of the help.
    public static func all(_ dialect: Dialect) -> [CommandEntry] {
        table.filter { $0.dialects.contains(dialect) }
    }

    /// The command of that name, with or without a backslash, for that server.
    public static func named(_ name: String, _ dialect: Dialect) -> CommandEntry? {
        let name = name.first == "\\" ? name.dropFirst() : Substring(name)
        let entries = all(dialect)
        if let entry = entries.first(where: { $0.names.contains(String(name)) }) { return entry }
        let stem = stem(of: name)
        let suffix = name[stem.endIndex...]
        if let entry = entries.first(where: { $0.names.contains(String(stem)) }) {
            return suffix.allSatisfy(entry.suffixes.contains) ? entry : nil
        }
        // psql's \dtv lists tables and views.
        let letters = stem.dropFirst()
        guard stem.first == "d", !letters.isEmpty, letters.allSatisfy(RelationLetters.all.contains) else { return nil }
        return entries.first { $0.names.contains("dt") }
    }

    /// The name without psql's suffixes.
    static func stem<Name: StringProtocol>(of name: Name) -> Name.SubSequence where Name.SubSequence == Substring {
        var end = name.endIndex
        while end > name.startIndex {
            let before = name.index(before: end)
            guard name[before] == "S" || name[before] == "+", before > name.startIndex else { break }
            end = before
        }
        return name[..<end]
    }

    /// All commands.
    private static let table: [CommandEntry] = statements + variables + catalogue + results + files + session
}

/// psql's letters for kinds of relations.
enum RelationLetters {
    static let all = "tvmsiE"
}

/// A command as a person types it on the deck.
public struct ProgramWords: Sendable {
    /// A program and its arguments: a shell's, where it takes a shell to understand the words.
    public let command: [String]
    /// The program that is meant, without its folder.
    public let program: String
    /// Whether it is a database client that is talked to.
    public let isClient: Bool

    /// Words as they were typed.
    public init(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        let takesShell = text.contains(where: { "|&;<>()$`*?[]#~=%\\\"'{}!\n".contains($0) })
        command = takesShell ? ["/bin/sh", "-c", text] : words
        // Variables that are set for it come before it.
        let name = words.first { !$0.contains("=") } ?? "sh"
        program = name.split(separator: "/").last.map(String.init) ?? name
        isClient = !takesShell && Self.clients.contains(program) && !words.dropFirst().contains(where: Self.isOrder)
    }

    private static let clients: Set<String> = ["psql", "mysql", "mariadb", "pgcli", "mycli"]

    /// Options with which a client does something and ends. Source: psql(1), mysql(1).
    private static let orders = [
        "command", "file", "list", "help", "version", "execute", "batch", "print-defaults",
    ]

    /// Whether an argument may make a client do something and end rather than be talked to; in doubt it does.
    private static func isOrder(_ argument: String) -> Bool {
        guard argument.hasPrefix("-") else { return false }
        guard argument.hasPrefix("--") else { return argument.contains { "ceflBV?I".contains($0) } }
        let name = argument.dropFirst(2).prefix { $0 != "=" }
        return orders.contains { $0.hasPrefix(name) }
    }
}

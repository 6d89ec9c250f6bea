/// A command line typed on the deck.
public struct ProgramWords: Sendable {
    /// The program and its arguments; a shell if the command line needs one.
    public let command: [String]
    /// The program's name without its directory.
    public let program: String
    /// Whether it is an interactive database client.
    public let isClient: Bool

    /// Parses a command line.
    public init(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        let takesShell = text.contains(where: { "|&;<>()$`*?[]#~=%\\\"'{}!\n".contains($0) })
        command = takesShell ? ["/bin/sh", "-c", text] : words
        // Variable assignments may come before it.
        let name = words.first { !$0.contains("=") } ?? "sh"
        program = name.split(separator: "/").last.map(String.init) ?? name
        isClient = !takesShell && Self.clients.contains(program) && !words.dropFirst().contains(where: Self.isOrder)
    }

    private static let clients: Set<String> = ["psql", "mysql", "mariadb", "pgcli", "mycli"]

    /// Options with which a client does not run interactively. Source: psql(1), mysql(1).
    private static let orders = [
        "command", "file", "list", "help", "version", "execute", "batch", "print-defaults",
    ]

    /// Whether an argument may prevent interactive use; yes in doubt.
    private static func isOrder(_ argument: String) -> Bool {
        guard argument.hasPrefix("-") else { return false }
        guard argument.hasPrefix("--") else { return argument.contains { "ceflBV?I".contains($0) } }
        let name = argument.dropFirst(2).prefix { $0 != "=" }
        return orders.contains { $0.hasPrefix(name) }
    }
}

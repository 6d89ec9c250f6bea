/// What a client command does with the statement that has begun before it: psql's query buffer.
///
/// The one table of it: scanners, lexer, workspace and scripts derive from it whether a command sends anything.
public enum BufferUse: Sendable, Equatable {
    /// The statement stays as it is and goes on behind the command.
    case leaves
    /// As `leaves`, and the command works on the statement without sending it: `\p`, `\explain`.
    case reads
    /// The statement is complete and goes to the server: `\g`.
    case sends
    /// The statement is forgotten: `\r`.
    case drops

    /// What a command does, by its name without the backslash. Commands that nobody knows leave the statement alone.
    public static func of(_ name: String, _ dialect: Dialect) -> BufferUse {
        (dialect == .postgresql ? postgreSQL : mySQL)[name] ?? .leaves
    }

    /// The commands that do not merely leave the statement alone.
    public static func commands(_ dialect: Dialect) -> [String: BufferUse] {
        dialect == .postgresql ? postgreSQL : mySQL
    }

    /// Source: PostgreSQL 18, src/bin/psql/command.c, where a command returns `PSQL_CMD_SEND`; `\explain` is the
    /// workspace's own.
    private static let postgreSQL: [String: BufferUse] = [
        "g": .sends, "gx": .sends, "gset": .sends, "gexec": .sends, "gdesc": .sends, "crosstabview": .sends,
        "watch": .sends, "r": .drops, "reset": .drops, "p": .reads, "print": .reads, "w": .reads, "write": .reads,
        "e": .reads, "edit": .reads, "explain": .reads,
    ]

    /// Source: MariaDB 10.11, client/mysql.cc; `\gx`, `\watch`, `\write` and `\explain` are the workspace's own.
    private static let mySQL: [String: BufferUse] = [
        "g": .sends, "go": .sends, "G": .sends, "ego": .sends, "gx": .sends, "watch": .sends, "c": .drops,
        "clear": .drops, "p": .reads, "print": .reads, "write": .reads, "e": .reads, "edit": .reads,
        "explain": .reads,
    ]
}

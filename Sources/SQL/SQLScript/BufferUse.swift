public import SQLWire

/// How a client command uses the open statement before it: psql's query buffer.
///
/// This is the only table of it: scanners, lexer, workspace and scripts derive from it whether a command sends a
/// statement.
public enum BufferUse: Sendable, Equatable {
    /// The statement is unchanged and continues after the command.
    case leaves
    /// Like `leaves`, but the command uses the statement without sending it: `\p`, `\explain`.
    case reads
    /// The statement is complete and sent: `\g`.
    case sends
    /// The statement is discarded: `\r`.
    case drops

    /// The use of a command, by its name without a backslash. Unknown commands leave the statement alone.
    public static func of(_ name: String, _ dialect: Dialect) -> BufferUse {
        (dialect == .postgresql ? postgreSQL : mySQL)[name] ?? .leaves
    }

    /// The commands other than `leaves`.
    public static func commands(_ dialect: Dialect) -> [String: BufferUse] {
        dialect == .postgresql ? postgreSQL : mySQL
    }

    /// Source: PostgreSQL 18, src/bin/psql/command.c, commands that return `PSQL_CMD_SEND`; `\explain` is the
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

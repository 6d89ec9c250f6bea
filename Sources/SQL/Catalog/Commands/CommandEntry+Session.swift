import Failures
import SQLScript
import SQLWire

extension CommandEntry {
    static let session: [CommandEntry] = [
        CommandEntry(
            "c", "connect", arguments: "[DATABASE]", dialects: [.postgresql], topic: .session,
            help: "go on in another database, with a fresh token; without one, log in again"
        ) { call throws(Failure) in try connect(call) },
        CommandEntry(
            "u", "use", arguments: "DATABASE", dialects: [.mysql], topic: .session,
            help: "go on in another database; psql's \\c, which is MySQL's clear"
        ) { call throws(Failure) in .use(database: try mysqlArgument(call, "a database")) },
        CommandEntry(
            "r", "connect", arguments: "[DATABASE]", dialects: [.mysql], topic: .session,
            help: "log in again with a fresh token, as MySQL's client does; psql's \\r is \\c here"
        ) { call throws(Failure) in try connect(call) },
        CommandEntry(
            "conninfo", topic: .session, help: "tell who is logged in where, and until when the token lasts"
        ) { call throws(Failure) in
            try call.nothing()
            return .connectionInfo
        },
        CommandEntry(
            "s", "status", dialects: [.mysql], topic: .session,
            help: "the same as \\conninfo, as MySQL's client writes it"
        ) { _ throws(Failure) in .connectionInfo },
        CommandEntry(
            "activity", topic: .session, suffixes: "+",
            help: "list what sessions are doing, the oldest transaction first; with + those that do nothing, too"
        ) { call throws(Failure) in
            try call.nothing()
            return .query(call.dialect == .postgresql ? PostgreSQLCatalog.activity(call) : MySQLCatalog.activity(call))
        },
        CommandEntry(
            "top", topic: .session, help: "show what runs on the server, live: sessions, waits, who blocks whom"
        ) { call throws(Failure) in
            try call.nothing()
            return .showActivity
        },
        CommandEntry(
            "kill", arguments: "SESSION", topic: .session,
            help: "end the statement that another session is running; \\activity tells its number"
        ) { call throws(Failure) in try kill(call) },
        followed("echo", "qecho", "warn", arguments: "[TEXT]", topic: .session, help: "show a text"),
        followed(
            "charset", "C", arguments: "utf8mb4", dialects: [.mysql], topic: .session,
            help: "nothing, for the session speaks UTF-8; another character set is refused"),
        CommandEntry(
            "errverbose", topic: .session, help: "show all parts of the last error"
        ) { call throws(Failure) in
            try call.nothing()
            return .lastError
        },
        CommandEntry(
            "rehash", "#", topic: .session, help: "ask the server again for the names that are completed"
        ) { _ throws(Failure) in .refreshNames },
        CommandEntry(
            "?", "help", arguments: "[COMMAND]", dialects: [.postgresql], topic: .session,
            help: "list the commands, or tell of one"
        ) { call throws(Failure) in try help(call) },
        CommandEntry(
            "?", "help", "h", arguments: "[COMMAND]", dialects: [.mysql], topic: .session,
            help: "list the commands, or tell of one; of SQL, what the server's HELP tells"
        ) { call throws(Failure) in try help(call) },
        followed(
            "q", "quit", "exit", topic: .session,
            help: "end the session; in a script that is run by \\i, end the script"),
    ]

    private static func help(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        let words = call.words.texts
        guard let topic = words.first, named(topic, call.dialect) == nil else { return .help(topic: words.first) }
        guard call.dialect == .mysql else { throw ForeignCommand.refusal(of: "h", .postgresql) }
        let text = words.joined(separator: " ")
        // HELP accepts only a plain string.
        guard text.utf8.allSatisfy({ ($0 | 32) &- 97 < 26 || $0 == 32 || $0 == 95 }) else {
            throw call.refusal("it takes plain words")
        }
        let sql: MySQLText = "HELP \(text)"
        return .query(
            CatalogQuery(
                title: "Help on \(text)",
                sections: [
                    CatalogSection(title: text, sql: sql.bytes, limit: nil, showsWhenEmpty: true, isRecord: true)
                ]))
    }

    private static func connect(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        let words = call.words.texts
        let others = words.dropFirst().filter { $0 != "-" }
        guard others.isEmpty, words.first?.contains("=") != true, words.first?.contains("://") != true else {
            throw Failure(
                .usage, "\(call.shown) goes to another database of the same cluster only",
                why: "every cluster and user needs a token of its own",
                next: "open the other cluster in a tab of its own")
        }
        guard let database = words.first, database != "-", !database.isEmpty else { return .use(database: nil) }
        return .use(database: unquoted(database, call.dialect))
    }

    /// A name without its quotes; other names stay as written, as in psql.
    private static func unquoted(_ name: String, _ dialect: Dialect) -> String {
        let scalars = name.unicodeScalars
        guard scalars.count >= 2, let quote = scalars.first, quote == scalars.last,
            quote == "\"" || (quote == "`" && dialect == .mysql)
        else { return name }
        return String(scalars.dropFirst().dropLast())
    }

    private static func kill(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        let word = try call.word("the number of a session")
        guard let number = UInt64(word), number > 0, number <= UInt64(Int32.max) || call.dialect == .mysql else {
            throw call.refusal("\"\(word)\" is no session's number")
        }
        guard call.dialect == .mysql else { return .query(PostgreSQLCatalog.cancel(number)) }
        return .kill(session: number, sql: Array("KILL QUERY \(number)".utf8))
    }
}

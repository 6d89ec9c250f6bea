import Failures
import SQLCore

extension CommandEntry {
    static let catalogue: [CommandEntry] = [
        CommandEntry(
            "d", arguments: "[NAME]", dialects: [.postgresql], topic: .catalogue, suffixes: "S+",
            help: "tell all of a table, view, index or sequence; without a name, list them"
        ) { call throws(Failure) in try describe(call) },
        CommandEntry(
            "d", arguments: "[NAME]", dialects: [.mysql], topic: .catalogue, suffixes: "S+",
            help: "tell all of a table or view; without a name, list them; DELIMITER sets MySQL's delimiter"
        ) { call throws(Failure) in
            guard call.isDelimiter else { return try describe(call) }
            throw call.refusal(
                "it describes tables here, and sets no delimiter", next: "DELIMITER on a line of its own")
        },
        relations("dt", "list tables; letters go together, \\dtv lists views, too"),
        relations("dv", "list views"),
        relations("dm", "list materialized views", [.postgresql]),
        relations("ds", "list sequences"),
        relations("di", "list indexes with their tables"),
        relations("dE", "list foreign tables", [.postgresql]),
        list("dn", "list schemas", "S+", PostgreSQLCatalog.schemas, MySQLCatalog.databases),
        list("df", "list functions and procedures", "S+", PostgreSQLCatalog.functions, MySQLCatalog.routines),
        list("dT", "list types", "S+", PostgreSQLCatalog.types, nil),
        list("dD", "list domains", "S+", PostgreSQLCatalog.domains, nil),
        list("dx", "list extensions", "+", PostgreSQLCatalog.extensions, nil),
        list("db", "list tablespaces", "+", PostgreSQLCatalog.tablespaces, nil),
        list("dy", "list event triggers", "+", PostgreSQLCatalog.eventTriggers, nil),
        CommandEntry(
            "du", "dg", arguments: "[NAME]", topic: .catalogue, suffixes: "S+", help: "list roles or users"
        ) { call throws(Failure) in
            .query(
                call.dialect == .postgresql ? try PostgreSQLCatalog.roles(call) : try MySQLCatalog.users(call))
        },
        CommandEntry(
            "dp", "z", arguments: "[NAME]", topic: .catalogue, suffixes: "S", help: "list who may do what with tables"
        ) { call throws(Failure) in
            .query(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.privileges(call) : try MySQLCatalog.privileges(call))
        },
        CommandEntry(
            "l", "list", arguments: "[NAME]", topic: .catalogue, suffixes: "+", help: "list databases"
        ) { call throws(Failure) in
            .query(
                call.dialect == .postgresql ? try PostgreSQLCatalog.databases(call) : try MySQLCatalog.databases(call))
        },
        CommandEntry(
            "sf", arguments: "FUNCTION", topic: .catalogue, help: "show a function's definition"
        ) { call throws(Failure) in
            .query(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.functionDefinition(call) : try MySQLCatalog.functionDefinition(call))
        },
        CommandEntry(
            "sv", arguments: "VIEW", topic: .catalogue, help: "show a view's definition"
        ) { call throws(Failure) in
            .query(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.viewDefinition(call) : try MySQLCatalog.viewDefinition(call))
        },
        CommandEntry(
            "ef", arguments: "FUNCTION", dialects: [.postgresql], topic: .catalogue,
            help: "take a function's definition into the text, to change it and run it"
        ) { call throws(Failure) in .editDefinition(try PostgreSQLCatalog.functionDefinition(call)) },
        CommandEntry(
            "ev", arguments: "VIEW", dialects: [.postgresql], topic: .catalogue,
            help: "take a view's definition into the text, to change it and run it"
        ) { call throws(Failure) in .editDefinition(try PostgreSQLCatalog.viewDefinition(call)) },
    ]

    private typealias List = @Sendable (CommandCall) throws(Failure) -> CatalogQuery

    private static func list(
        _ name: String, _ help: String, _ suffixes: String, _ postgreSQL: @escaping List, _ mySQL: List?
    ) -> CommandEntry {
        CommandEntry(
            name, arguments: "[NAME]", dialects: mySQL == nil ? [.postgresql] : [.postgresql, .mysql],
            topic: .catalogue, suffixes: suffixes, help: help
        ) { call throws(Failure) in
            .query(call.dialect == .mysql ? try (mySQL ?? postgreSQL)(call) : try postgreSQL(call))
        }
    }

    private static func relations(
        _ name: String, _ help: String, _ dialects: Set<Dialect> = [.postgresql, .mysql]
    ) -> CommandEntry {
        CommandEntry(
            name, arguments: "[NAME]", dialects: dialects, topic: .catalogue, suffixes: "S+", help: help
        ) { call throws(Failure) in
            let letters = String(stem(of: call.name).dropFirst())
            return .query(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.relations(call, letters) : try MySQLCatalog.relations(call, letters))
        }
    }

    private static func describe(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        guard let pattern = try call.word(), !pattern.isEmpty else {
            let letters = "tvmsE"
            return .query(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.relations(call, letters) : try MySQLCatalog.relations(call, letters))
        }
        return .describe(try DescribeQuery(pattern, isVerbose: call.isVerbose, call.dialect))
    }
}

import Failures
import SQLWire

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
        CommandEntry(
            "da", "dfa", "dfn", "dfp", "dft", "dfw", arguments: "[NAME]", dialects: [.postgresql], topic: .catalogue,
            suffixes: "S+", help: "list aggregates, plain functions, procedures, trigger or window functions alone"
        ) { call throws(Failure) in .query(try PostgreSQLCatalog.functions(call)) },
        list("dT", "list types", "S+", PostgreSQLCatalog.types, nil),
        list("dD", "list domains", "S+", PostgreSQLCatalog.domains, nil),
        list("dx", "list extensions", "+", PostgreSQLCatalog.extensions, nil),
        list("db", "list tablespaces", "+", PostgreSQLCatalog.tablespaces, nil),
        list("dy", "list event triggers", "+", PostgreSQLCatalog.eventTriggers, nil),
        list("dP", "list partitioned tables and indexes", "S+", PostgreSQLCatalog.partitionedRelations, nil),
        list("dX", "list extended statistics", "", PostgreSQLCatalog.extendedStatistics, nil),
        list("dC", "list casts", "+", PostgreSQLCatalog.casts, nil),
        list("dO", "list collations", "S+", PostgreSQLCatalog.collations, nil),
        list("dc", "list conversions between encodings", "S+", PostgreSQLCatalog.conversions, nil),
        list("do", "list operators", "S+", PostgreSQLCatalog.operators, nil),
        list("dL", "list languages", "S+", PostgreSQLCatalog.languages, nil),
        list("dA", "list access methods", "+", PostgreSQLCatalog.accessMethods, nil),
        families("dAc", "[METHOD [TYPE]]", "list operator classes", PostgreSQLCatalog.operatorClasses),
        families("dAf", "[METHOD [TYPE]]", "list operator families", PostgreSQLCatalog.operatorFamilies),
        families("dAo", "[METHOD [FAMILY]]", "list operators of operator families", PostgreSQLCatalog.familyOperators),
        families(
            "dAp", "[METHOD [FAMILY]]", "list support functions of operator families",
            PostgreSQLCatalog.familyFunctions),
        list(
            "dd", "list comments on constraints, rules, triggers and the like", "S", PostgreSQLCatalog.descriptions, nil
        ),
        CommandEntry(
            "dl", "lo_list", dialects: [.postgresql], topic: .catalogue, suffixes: "+", help: "list large objects"
        ) { call throws(Failure) in .query(try PostgreSQLCatalog.largeObjects(call)) },
        list("des", "list foreign servers", "+", PostgreSQLCatalog.foreignServers, nil),
        list("dew", "list foreign-data wrappers", "+", PostgreSQLCatalog.foreignWrappers, nil),
        list("deu", "list user mappings", "+", PostgreSQLCatalog.userMappings, nil),
        list("det", "list foreign tables with their servers", "S+", PostgreSQLCatalog.foreignTables, nil),
        list("dF", "list text search configurations", "+", PostgreSQLCatalog.textConfigurations, nil),
        list("dFd", "list text search dictionaries", "+", PostgreSQLCatalog.textDictionaries, nil),
        list("dFp", "list text search parsers", "+", PostgreSQLCatalog.textParsers, nil),
        list("dFt", "list text search templates", "+", PostgreSQLCatalog.textTemplates, nil),
        list("dRp", "list publications", "+", PostgreSQLCatalog.publications, nil),
        list("dRs", "list subscriptions", "+", PostgreSQLCatalog.subscriptions, nil),
        list("ddp", "list default privileges", "", PostgreSQLCatalog.defaultPrivileges, nil),
        list("drds", "list settings of roles and databases", "", PostgreSQLCatalog.roleSettings, nil),
        list("drg", "list who is a member of which role", "S", PostgreSQLCatalog.roleGrants, nil),
        list(
            "dconfig", "list parameters that were changed; with a pattern, parameters like it", "+",
            PostgreSQLCatalog.parameters, nil),
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
            "sf", arguments: "FUNCTION", dialects: [.postgresql], topic: .catalogue, suffixes: "+",
            help: "show a function's definition; with + the numbers of its lines, too"
        ) { call throws(Failure) in .query(try PostgreSQLCatalog.functionDefinition(call)) },
        CommandEntry(
            "sf", arguments: "FUNCTION", dialects: [.mysql], topic: .catalogue, help: "show a function's definition"
        ) { call throws(Failure) in .query(try MySQLCatalog.functionDefinition(call)) },
        CommandEntry(
            "sv", arguments: "VIEW", dialects: [.postgresql], topic: .catalogue, suffixes: "+",
            help: "show a view's definition; with + the numbers of its lines, too"
        ) { call throws(Failure) in .query(try PostgreSQLCatalog.viewDefinition(call)) },
        CommandEntry(
            "sv", arguments: "VIEW", dialects: [.mysql], topic: .catalogue, help: "show a view's definition"
        ) { call throws(Failure) in .query(try MySQLCatalog.viewDefinition(call)) },
        CommandEntry(
            "ef", arguments: "FUNCTION", dialects: [.postgresql], topic: .catalogue,
            help: "take a function's definition into the text, to change it and run it"
        ) { call throws(Failure) in .editDefinition(try PostgreSQLCatalog.functionDefinition(call, isEdited: true)) },
        CommandEntry(
            "ev", arguments: "VIEW", topic: .catalogue,
            help: "take a view's definition into the text, to change it and run it"
        ) { call throws(Failure) in
            .editDefinition(
                call.dialect == .postgresql
                    ? try PostgreSQLCatalog.viewDefinition(call, isEdited: true) : try MySQLCatalog.editedView(call))
        },
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

    private static func families(
        _ name: String, _ arguments: String, _ help: String, _ query: @escaping List
    ) -> CommandEntry {
        CommandEntry(
            name, arguments: arguments, dialects: [.postgresql], topic: .catalogue, suffixes: "+", help: help
        ) { call throws(Failure) in .query(try query(call)) }
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

import SQLWire

extension Phrases {
    /// The keywords after the first word of a statement that is no query.
    static func afterFirst(_ word: String, _ dialect: Dialect) -> [String] {
        switch word {
        case "create": (kinds[dialect] ?? []) + (creating[dialect] ?? [])
        case "alter": (kinds[dialect] ?? []) + (altering[dialect] ?? [])
        case "drop": (kinds[dialect] ?? []) + ["owned by"]
        case "grant", "revoke": privileges + ["grant option for"]
        case "analyze", "vacuum", "cluster":
            dialect == .mysql ? ["table"] : ["verbose", "full", "freeze", "analyze"]
        default: followersIn[word]?[word] ?? followers[word] ?? []
        }
    }

    /// The keywords after a word, by the statement's first word.
    static let followersIn: [String: [String: [String]]] = [
        "create": [
            "or": ["replace"], "replace": ["view", "function", "procedure", "trigger", "rule", "aggregate", "table"],
            "unique": ["index"], "fulltext": ["index"], "spatial": ["index"],
            "temporary": ["table", "view", "sequence"],
            "temp": ["table", "view", "sequence"], "unlogged": ["table"], "foreign": ["table", "data wrapper"],
            "materialized": ["view"], "table": ["if not exists"], "view": ["if not exists"],
            "sequence": ["if not exists"], "schema": ["if not exists"], "database": ["if not exists"],
            "extension": ["if not exists"], "event": ["if not exists"], "type": [], "role": [],
            "user": ["if not exists"],
            "index": ["if not exists", "on", "concurrently"], "as": queries + ["execute"],
            "using": ["btree", "hash", "gin", "gist", "brin", "spgist"], "execute": ["function", "procedure"],
            "language": ["sql", "plpgsql", "c"], "if": ["not exists"],
        ],
        "alter": [
            "add": ["column", "constraint", "primary key", "unique", "foreign key", "check", "index", "partition"],
            "drop": [
                "column", "constraint", "index", "primary key", "foreign key", "not null", "default", "expression",
                "identity",
            ],
            "alter": ["column", "constraint"], "rename": ["to", "column", "constraint"], "modify": ["column"],
            "change": ["column"],
            "set": [
                "not null", "default", "data type", "schema", "tablespace", "statistics", "storage", "logged",
                "unlogged", "search_path", "statement_timeout",
            ],
            "not": ["null", "valid"], "materialized": ["view"], "foreign": ["table", "data wrapper", "key"], "to": [],
            "constraint": [], "event": ["trigger"],
        ],
        "drop": [
            "materialized": ["view"], "foreign": ["table", "data wrapper"], "event": ["trigger"],
            "index": ["concurrently", "if exists"], "trigger": ["if exists"], "policy": ["if exists"],
            "rule": ["if exists"], "user": ["if exists", "mapping"], "role": ["if exists"], "type": ["if exists"],
            "extension": ["if exists"], "server": ["if exists"], "domain": ["if exists"],
        ],
        "copy": [
            "from": ["stdin", "program"], "to": ["stdout", "program"], "stdin": ["with", "csv", "header", "where"],
            "stdout": ["with", "csv", "header"],
        ],
        "grant": [
            "to": ["public", "current_user"], "all": ["privileges", "on", "tables in schema", "sequences in schema"],
        ],
        "revoke": ["from": ["public", "current_user"], "all": ["privileges", "on"]],
        "set": ["set": settings, "session": settings, "local": settings, "global": settings, "search_path": ["to"]],
        "reset": ["reset": ["all", "role", "session authorization", "search_path", "statement_timeout"]],
        "reindex": ["reindex": ["table", "index", "schema", "database", "system"]],
        "refresh": ["refresh": ["materialized view"]], "optimize": ["optimize": ["table"]],
        "repair": ["repair": ["table"]], "check": ["check": ["table"]], "checksum": ["checksum": ["table"]],
        "rename": ["rename": ["table"]], "load": ["load": ["data", "data local infile", "xml"]],
        "flush": ["flush": ["tables", "privileges", "logs", "status"]], "kill": ["kill": ["query", "connection"]],
        "lock": ["lock": ["table", "tables"]], "truncate": ["truncate": ["table", "only"]],
    ]

    /// The clauses of a definition, by the kind of object.
    static let parts: [String: [String]] = [
        "trigger": [
            "before", "after", "instead of", "insert", "update", "delete", "truncate", "or", "on", "for each row",
            "for each statement", "when", "execute function",
        ],
        "table": [
            "as", "partition of", "partition by", "inherits", "like", "with", "on commit", "tablespace", "engine",
            "default character set", "comment",
        ],
        "view": ["as", "with"],
        "function": routine, "procedure": routine, "policy": ["on", "for", "to", "using", "with check"],
        "index": ["using", "where", "include", "with", "tablespace"],
    ]
    private static let routine = [
        "returns", "language", "as", "immutable", "stable", "volatile", "strict", "security definer", "parallel safe",
        "begin atomic", "begin", "deterministic", "reads sql data",
    ]
    private static let settings = [
        "session", "local", "global", "transaction", "search_path", "role", "names", "statement_timeout",
        "lock_timeout", "work_mem", "time zone", "autocommit", "sql_mode", "session characteristics as transaction",
        "constraints all",
    ]
    static let alterColumn = [
        "type", "set", "drop", "add", "restart", "set not null", "drop not null", "set default", "drop default",
        "set data type",
    ]
    static let alterOther = [
        "rename to", "owner to", "set schema", "set", "reset", "with", "restart", "add value",
    ]
    static let grantedOn = [
        "table", "schema", "database", "function", "sequence", "all tables in schema", "all sequences in schema",
        "all functions in schema",
    ]
    static let copyOptions = [
        "format", "csv", "header", "delimiter", "null", "quote", "escape", "freeze", "encoding", "force_quote", "true",
        "false",
    ]
    static let lockModes = ["in", "read", "write", "mode", "access share", "row exclusive", "exclusive", "nowait"]
    static let shown: [Dialect: [String]] = [
        .postgresql: [
            "all", "search_path", "server_version", "transaction isolation level", "time zone", "statement_timeout",
            "work_mem",
        ],
        .mysql: [
            "tables", "databases", "columns from", "create table", "create view", "index from", "processlist",
            "full processlist", "variables", "variables like", "status", "warnings", "errors", "grants", "engines",
            "triggers", "table status", "engine innodb status", "slave status", "replica status", "binary logs",
            "full tables",
        ],
    ]
}

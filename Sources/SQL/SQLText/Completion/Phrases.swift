import SQLWire

/// Keywords by the words that they may follow.
enum Phrases {
    static func statement(_ dialect: Dialect) -> [String] {
        let both = [
            "select", "insert into", "update", "delete from", "with", "create", "alter", "drop", "truncate", "explain",
            "begin", "start transaction", "commit", "rollback", "savepoint", "release savepoint", "set", "show",
            "grant", "revoke", "prepare", "execute", "deallocate", "values", "table", "call", "analyze", "do",
        ]
        let others =
            dialect == .postgresql
            ? [
                "explain analyze", "merge into", "vacuum", "reindex", "cluster", "comment on", "copy", "discard all",
                "refresh materialized view", "lock table", "listen", "notify", "reset", "security label", "end",
                "abort", "declare", "fetch", "move", "close", "checkpoint", "import foreign schema",
                "reassign owned by",
            ]
            : [
                "explain analyze", "replace into", "describe", "desc", "use", "rename table", "optimize table",
                "check table", "repair table", "load data", "lock tables", "unlock tables", "flush", "kill", "handler",
                "show tables", "show databases", "show create table", "show processlist", "delimiter", "help",
            ]
        return both + others
    }

    static let queries = ["select", "with", "values", "table"]
    static let afterExplain = [
        "analyze", "verbose", "select", "insert into", "update", "delete from", "with", "format",
    ]
    static let expression = ["case", "not", "exists", "null", "true", "false", "cast", "interval", "distinct", "any"]
    static let operators = [
        "and", "or", "is null", "is not null", "is", "in", "not in", "like", "not like", "between", "not", "as",
        "collate",
    ]
    static let ownOperators: [Dialect: [String]] = [
        .postgresql: ["ilike", "not ilike", "similar to", "is distinct from", "at time zone", "over", "filter"],
        .mysql: ["regexp", "rlike", "div", "mod", "xor", "over", "sounds like"],
    ]
    static let inCase = ["when", "then", "else", "end"]
    static let afterSelected = [
        "from", "as", "into", "where", "union", "union all", "except", "intersect", "order by", "limit",
    ]
    static let joins = [
        "join", "left join", "right join", "full join", "inner join", "cross join", "natural join", "left outer join",
        "right outer join", "full outer join", "join lateral", "left join lateral",
    ]
    static let clauses = [
        "where", "group by", "having", "order by", "limit", "offset", "union", "union all", "except", "intersect",
        "window", "for update", "for share",
    ]
    static let ownClauses: [Dialect: [String]] = [
        .postgresql: ["fetch first", "tablesample", "returning", "for no key update", "for key share"],
        .mysql: ["force index", "use index", "ignore index", "partition", "lock in share mode", "straight_join"],
    ]
    static let order = [
        "asc", "desc", "nulls first", "nulls last", "limit", "offset", "using", "for update", "collate",
    ]

    /// The keywords after another keyword in any clause.
    static let followers: [String: [String]] = [
        "group": ["by"], "order": ["by"], "partition": ["by", "of"], "delete": ["from"], "insert": ["into"],
        "merge": ["into"], "nulls": ["first", "last"], "primary": ["key"], "foreign": ["key"],
        "cross": ["join"], "inner": ["join"], "outer": ["join"],
        "natural": ["join", "left join", "right join", "full join"],
        "is": [
            "null", "not null", "true", "false", "not true", "not false", "unknown", "distinct from",
            "not distinct from",
        ],
        "union": ["all", "select", "distinct", "values"], "except": ["all", "select"], "intersect": ["all", "select"],
        "fetch": ["first", "next"], "similar": ["to"], "if": ["exists", "not exists"], "materialized": ["view", "("],
        "recursive": [], "savepoint": [], "start": ["transaction", "replica", "slave"],
        "begin": ["transaction", "work", "isolation level", "read only", "read write"],
        "transaction": ["isolation level", "read only", "read write", "deferrable", "with consistent snapshot"],
        "isolation": ["level"], "level": ["serializable", "repeatable read", "read committed", "read uncommitted"],
        "commit": ["work", "and chain", "prepared"], "rollback": ["to savepoint", "work", "and chain", "prepared"],
        "release": ["savepoint"], "generated": ["always as identity", "by default as identity", "always as"],
        "at": ["time zone"], "rows": ["between", "unbounded preceding"], "range": ["between", "unbounded preceding"],
        "unbounded": ["preceding", "following"], "current": ["row", "of"],
        "conflict": ["(", "on constraint", "do nothing", "do update set"],
        "overriding": ["system value", "user value"], "grouping": ["sets"], "within": ["group"], "default": ["values"],
        "matched": ["then", "and"], "owner": ["to"], "duplicate": ["key update"], "security": ["definer", "invoker"],
        "comment": ["on"], "discard": ["all", "plans", "sequences", "temp"], "refresh": ["materialized view"],
        "reassign": ["owned by"], "owned": ["by"], "cache": [], "identified": ["by", "with"],
    ]

    /// Functions that are listed first.
    static let commonFunctions = [
        "count", "sum", "min", "max", "avg", "coalesce", "now", "lower", "upper", "length", "concat", "round", "abs",
        "date_trunc", "to_char", "string_agg", "array_agg", "nullif", "greatest", "least", "row_number", "substring",
        "replace", "trim", "jsonb_agg", "jsonb_build_object", "extract", "date_format", "group_concat", "ifnull", "if",
        "date_add", "date_sub", "datediff", "json_extract", "rank", "lag", "lead", "generate_series", "unnest",
    ]
    /// Types that are listed first.
    static let commonTypes = [
        "int", "integer", "bigint", "text", "varchar", "boolean", "numeric", "timestamp", "date", "smallint", "decimal",
        "char", "time", "double precision", "json",
    ]

    static let kinds: [Dialect: [String]] = [
        .postgresql: [
            "table", "view", "materialized view", "index", "schema", "database", "sequence", "function", "procedure",
            "trigger", "type", "domain", "extension", "role", "user", "policy", "rule", "foreign table", "server",
            "publication", "subscription", "tablespace", "aggregate", "operator", "collation", "statistics",
            "event trigger", "cast", "language", "routine", "group", "user mapping",
        ],
        .mysql: [
            "table", "view", "index", "schema", "database", "function", "procedure", "trigger", "event", "user", "role",
            "server", "tablespace", "sequence", "temporary table", "prepare",
        ],
    ]
    static let creating: [Dialect: [String]] = [
        .postgresql: [
            "unique index", "or replace", "temporary table", "unlogged table", "temp table", "index concurrently",
        ],
        .mysql: ["unique index", "or replace", "fulltext index", "spatial index", "definer"],
    ]
    static let altering: [Dialect: [String]] = [
        .postgresql: ["system", "default privileges"], .mysql: ["instance"],
    ]
    static let alterTable: [Dialect: [String]] = [
        .postgresql: [
            "add column", "add constraint", "add primary key", "add unique", "add foreign key", "add check",
            "drop column", "drop constraint", "alter column", "rename to", "rename column", "rename constraint",
            "owner to", "set schema", "set tablespace", "set (", "reset (", "enable trigger", "disable trigger",
            "enable row level security", "disable row level security", "attach partition", "detach partition",
            "inherit", "no inherit", "validate constraint", "cluster on", "set logged", "set unlogged",
            "replica identity",
        ],
        .mysql: [
            "add column", "add index", "add unique", "add primary key", "add constraint", "add foreign key",
            "drop column", "drop index", "drop primary key", "drop foreign key", "drop constraint", "modify column",
            "change column", "alter column", "rename to", "rename column", "rename index", "engine", "auto_increment",
            "convert to character set", "order by", "add partition", "drop partition", "truncate partition",
            "algorithm", "lock", "comment", "default character set", "force",
        ],
    ]
    static let columnConstraints: [Dialect: [String]] = [
        .postgresql: [
            "not null", "null", "default", "primary key", "unique", "references", "check", "collate",
            "generated always as identity", "generated by default as identity", "constraint",
        ],
        .mysql: [
            "not null", "null", "default", "primary key", "unique", "references", "check", "auto_increment", "unsigned",
            "comment", "collate", "character set", "on update current_timestamp", "first", "after", "invisible",
        ],
    ]
    static let tableConstraints = [
        "primary key", "foreign key", "unique", "constraint", "check", "like", "index", "key",
    ]
    static let privileges = [
        "all privileges", "all", "select", "insert", "update", "delete", "truncate", "references", "trigger", "usage",
        "execute", "create", "connect", "temporary",
    ]
}

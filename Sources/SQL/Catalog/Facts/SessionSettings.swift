public import SQLWire

/// The settings of a session, to be restored in its successor.
///
/// Query them while no transaction is open: PostgreSQL does not distinguish settings of the transaction from settings
/// of the session.
public struct SessionSettings: Sendable, Equatable {
    /// A statement that restores one setting.
    public struct Step: Sendable, Equatable {
        /// The setting's name, for a list: `search_path`.
        public var name: String
        public var value: String
        public var sql: [UInt8]
    }

    public let dialect: Dialect
    /// The current database of MySQL.
    public private(set) var database: String?
    /// Values by name.
    public private(set) var values: [String: String] = [:]
    /// What cannot be restored, with the server's names: `temporary table orders_tmp`; at most 100 entries.
    public private(set) var belongings: [String] = []

    /// No settings yet.
    public init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// The queries for the settings; pass the rows of each to `take` with its index.
    public static func queries(_ dialect: Dialect) -> [[UInt8]] {
        switch dialect {
        case .postgresql: [postgreSQL.bytes, postgreSQLBelongings.bytes]
        case .mysql: [mySQL.bytes, ("SELECT DATABASE()" as MySQLText).bytes]
        }
    }

    /// Stores the rows of a query.
    public mutating func take(_ query: Int, rows: [[String?]]) {
        switch (dialect, query) {
        case (_, 0):
            values = [:]
            for row in rows where row.count == 2 {
                guard let name = row[0], let value = row[1] else { continue }
                if dialect == .postgresql || Self.variables.contains(name) { values[name] = value }
            }
        case (.postgresql, 1): belongings = rows.prefix(100).compactMap { $0.first ?? nil }
        case (.mysql, 1): database = rows.first?.first ?? nil
        default: break
        }
    }

    /// The statements that give a new session with the settings `fresh` the same settings. They are separate
    /// statements, so that one that is refused does not prevent the others.
    public func steps(over fresh: SessionSettings) -> [Step] {
        switch dialect {
        case .postgresql:
            // The role comes last: it may lack the right to set the others.
            let names = values.keys.sorted { ($0 == "role" ? 1 : 0, $0) < ($1 == "role" ? 1 : 0, $1) }
            return names.compactMap { name in
                guard let value = values[name], fresh.values[name] != value else { return nil }
                let sql: PostgreSQLText = "SELECT pg_catalog.set_config(\(name), \(value), false)"
                return Step(name: name, value: value, sql: sql.bytes)
            }
        case .mysql:
            var steps: [Step] = []
            if let database, database != fresh.database {
                let sql: MySQLText = "USE \(name: database)"
                steps.append(Step(name: "database", value: database, sql: sql.bytes))
            }
            return steps
                + Self.variables.compactMap { name in
                    guard let value = values[name], fresh.values[name] != value else { return nil }
                    let isNumber = !value.isEmpty && value.utf8.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: ".") }
                    let sql: MySQLText = isNumber ? "\(digits: value)" : "\(value)"
                    return Step(
                        name: name, value: value, sql: ("SET SESSION \(name: name) = \(sql)" as MySQLText).bytes)
                }
        }
    }

    /// `pg_settings` does not contain `role`. It also lacks custom settings with a dot that no extension defines; those
    /// are lost.
    private static let postgreSQL: PostgreSQLText = """
        SELECT s.name, s.setting FROM pg_catalog.pg_settings s WHERE s.source = 'session' \
        AND s.context <> 'internal' AND s.name !~ '^transaction_' AND s.name <> 'session_authorization' \
        UNION ALL SELECT 'role', pg_catalog.current_setting('role') LIMIT 1000
        """

    private static let postgreSQLBelongings: PostgreSQLText = """
        SELECT pg_catalog.concat('temporary table ', c.relname) FROM pg_catalog.pg_class c \
        WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = ANY (\(letters: "rpvS")) \
        UNION ALL SELECT pg_catalog.concat('prepared statement ', s.name) FROM pg_catalog.pg_prepared_statements s \
        UNION ALL SELECT pg_catalog.concat('cursor ', c.name) FROM pg_catalog.pg_cursors c WHERE c.is_holdable \
        UNION ALL SELECT pg_catalog.concat('LISTEN ', l.channel) FROM pg_catalog.pg_listening_channels() \
        AS l (channel) LIMIT 101
        """

    private static var mySQL: MySQLText {
        let names = variables.map { "\($0)" as MySQLText }.joined(separator: ", ")
        return "SHOW SESSION VARIABLES WHERE Variable_name IN (\(names))"
    }

    /// In the order of restoring: a character set also sets its collation.
    private static let variables = [
        "sql_mode", "autocommit", "time_zone", "character_set_client", "character_set_results",
        "character_set_connection", "collation_connection", "transaction_isolation", "tx_isolation",
        "transaction_read_only", "tx_read_only", "foreign_key_checks", "unique_checks", "sql_safe_updates",
        "sql_select_limit", "sql_big_selects", "sql_auto_is_null", "group_concat_max_len", "max_execution_time",
        "max_statement_time", "lock_wait_timeout", "innodb_lock_wait_timeout", "wait_timeout", "net_read_timeout",
        "net_write_timeout", "lc_time_names", "optimizer_switch", "max_join_size", "div_precision_increment",
        "default_storage_engine", "aurora_replica_read_consistency", "innodb_strict_mode", "join_buffer_size",
        "sort_buffer_size", "tmp_table_size", "max_heap_table_size", "cte_max_recursion_depth",
        "max_recursive_iterations", "explicit_defaults_for_timestamp",
    ]
}

public import SQLWire

/// The facts about a session for the status line, as the server reports them.
public struct ServerFacts: Sendable, Equatable {
    /// The role of the instance in its cluster.
    public enum Role: Sendable, Equatable {
        case unknown, writer, reader
    }

    /// The server product; products differ in their EXPLAIN.
    public enum Product: Sendable, Equatable {
        case unknown, postgresql, auroraPostgreSQL, mysql, auroraMySQL, mariadb
    }

    /// A query for facts. Each is one statement that writes nothing and waits for no lock.
    public enum Question: Sendable, Equatable, CaseIterable {
        /// User and database; role and product, too, as far as every server can answer.
        case session
        /// MySQL's variables, which show the product and the role.
        case variables
        /// The name of the instance; for Aurora PostgreSQL, after the first answer.
        case instance
        /// The age of the open transaction. MySQL refuses it to users without the PROCESS privilege; PostgreSQL refuses
        /// it in a failed transaction.
        case transaction
    }

    public let dialect: Dialect
    /// The current database.
    public var database: String?
    /// The user whose privileges apply.
    public var user: String?
    /// Writer or reader.
    public var role = Role.unknown
    /// Whether writing is impossible: on a reader, in a read-only transaction, in a read-only session.
    public var isReadOnly = false
    public var product = Product.unknown
    /// The version: `15.4`, `8.0.28`.
    public var version: String?
    /// The Aurora version.
    public var auroraVersion: String?
    /// The name of the Aurora instance.
    public var instance: String?
    /// Seconds since the transaction began, at the time of the answer.
    public var transactionSeconds: Double?
    /// The value of PostgreSQL's `search_path`.
    public var searchPath: String?
    /// The schema of the session's temporary tables, `pg_temp_3`, once it exists; other sessions see that name, too.
    public var temporarySchema: String?
    /// The session's time zone.
    public var timeZone: String?
    /// The server's number for the session.
    public var identifier: UInt64?
    private var hasInstanceName = false

    /// No facts yet.
    public init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// The queries for a new session, also repeated from time to time, in this order; without `transaction`.
    public var questions: [Question] {
        switch dialect {
        case .mysql: [.session, .variables]
        case .postgresql: product == .auroraPostgreSQL ? [.session, .instance] : [.session]
        }
    }

    /// The statement of a query; nil when the server has none.
    public func sql(_ question: Question) -> [UInt8]? {
        switch (dialect, question) {
        case (.postgresql, .session): Self.postgreSQLSession.bytes
        case (.postgresql, .variables): nil
        case (.postgresql, .instance): product == .auroraPostgreSQL ? auroraInstance.bytes : nil
        case (.postgresql, .transaction): Self.postgreSQLTransaction.bytes
        case (.mysql, .session): Self.mySQLSession.bytes
        case (.mysql, .variables): Self.mySQLVariables.bytes
        case (.mysql, .instance): nil
        case (.mysql, .transaction): Self.mySQLTransaction.bytes
        }
    }

    /// Stores an answer. An answer without rows, as from a refused query, only makes the age of the transaction
    /// unknown.
    public mutating func take(_ question: Question, rows: [[String?]]) {
        switch question {
        case .session: if let row = rows.first { takeSession(row) }
        case .variables: takeVariables(rows)
        case .instance:
            guard let row = rows.first, row.count == 2 else { return }
            (auroraVersion, instance) = (row[0], row[1])
        case .transaction:
            transactionSeconds = rows.first.flatMap { $0.count == 1 ? $0[0] : nil }.flatMap { Double($0) }
        }
    }

    /// Every server from PostgreSQL 11 on has all of these; Aurora's functions are looked up, not called.
    private static let postgreSQLSession: PostgreSQLText = """
        SELECT pg_catalog.current_database(), current_user, pg_catalog.pg_backend_pid(), \
        pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only'), \
        pg_catalog.current_setting('server_version'), pg_catalog.current_setting('TimeZone'), \
        pg_catalog.current_setting('search_path'), pg_catalog.to_regproc('pg_catalog.aurora_version') IS NOT NULL, \
        pg_catalog.to_regproc('pg_catalog.aurora_db_instance_identifier') IS NOT NULL, \
        (SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = pg_catalog.pg_my_temp_schema())
        """

    private var auroraInstance: PostgreSQLText {
        hasInstanceName
            ? "SELECT pg_catalog.aurora_version(), pg_catalog.aurora_db_instance_identifier()"
            : "SELECT pg_catalog.aurora_version(), NULL"
    }

    private static let postgreSQLTransaction: PostgreSQLText =
        "SELECT extract(epoch FROM (pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()))"

    private static let mySQLSession: MySQLText =
        "SELECT DATABASE(), SUBSTRING_INDEX(CURRENT_USER(), '@', 1), CONNECTION_ID(), @@session.time_zone"

    /// Unlike `@@name`, this does not fail for a variable that a server lacks.
    private static let mySQLVariables: MySQLText = """
        SHOW SESSION VARIABLES WHERE Variable_name IN ('version', 'aurora_version', 'aurora_server_id', \
        'version_malloc_library', 'innodb_read_only', 'read_only', 'tx_read_only', 'transaction_read_only')
        """

    /// `trx_started` is in the server's own time zone.
    private static let mySQLTransaction: MySQLText = """
        SELECT TIMESTAMPDIFF(SECOND, trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) \
        FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = CONNECTION_ID() LIMIT 1
        """

    private mutating func takeSession(_ row: [String?]) {
        switch dialect {
        case .postgresql:
            guard row.count == 11 else { return }
            (database, user) = (row[0], row[1])
            identifier = row[2].flatMap { UInt64($0) }
            role = row[3] == "t" ? .reader : row[3] == "f" ? .writer : .unknown
            isReadOnly = role == .reader || row[4] == "on"
            (version, timeZone, searchPath) = (row[5], row[6], row[7])
            product = row[8] == "t" ? .auroraPostgreSQL : .postgresql
            hasInstanceName = row[9] == "t"
            temporarySchema = row[10]
        case .mysql:
            guard row.count == 4 else { return }
            (database, user, timeZone) = (row[0], row[1], row[3])
            identifier = row[2].flatMap { UInt64($0) }
        }
    }

    private mutating func takeVariables(_ rows: [[String?]]) {
        var values: [String: String] = [:]
        for row in rows where row.count == 2 {
            if let name = row[0], let value = row[1] { values[name.lowercased()] = value }
        }
        guard !values.isEmpty else { return }
        func isOn(_ name: String) -> Bool { values[name] == "ON" || values[name] == "1" }
        version = values["version"]
        auroraVersion = values["aurora_version"]
        instance = values["aurora_server_id"]
        // Only MariaDB reports its memory allocator; its version may imitate MySQL's.
        product =
            values["aurora_version"] != nil
            ? .auroraMySQL : values["version_malloc_library"] != nil ? .mariadb : .mysql
        role = isOn("innodb_read_only") || isOn("read_only") ? .reader : .writer
        isReadOnly = role == .reader || isOn("tx_read_only") || isOn("transaction_read_only")
    }
}

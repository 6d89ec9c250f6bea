public import SQLCore

/// What a status line tells of a session, by the server's word.
public struct ServerFacts: Sendable, Equatable {
    /// What the instance does in its cluster.
    public enum Role: Sendable, Equatable {
        case unknown, writer, reader
    }

    /// Whose server it is; they differ in the SQL of plans.
    public enum Product: Sendable, Equatable {
        case unknown, postgresql, auroraPostgreSQL, mysql, auroraMySQL, mariadb
    }

    /// A question to ask: one statement each, which writes nothing and waits for no lock.
    public enum Question: Sendable, Equatable, CaseIterable {
        /// Who and where; role and product, too, as far as a statement can ask for them that no server refuses.
        case session
        /// MySQL's variables, which tell the product and the role.
        case variables
        /// Which instance it is; for Aurora PostgreSQL, once the first answer is in.
        case instance
        /// How long the transaction has been open. To be asked while one is; MySQL refuses it to users without the
        /// PROCESS privilege, PostgreSQL in a transaction that has failed.
        case transaction
    }

    /// The dialect.
    public let dialect: Dialect
    /// The database in use.
    public var database: String?
    /// The user by whom rights are measured.
    public var user: String?
    /// Writer or reader.
    public var role = Role.unknown
    /// Whether nothing can be written now: on a reader, in a read-only transaction, in a session that is read-only.
    public var isReadOnly = false
    /// Whose server it is.
    public var product = Product.unknown
    /// The version, `15.4`, `8.0.28`.
    public var version: String?
    /// The Aurora version.
    public var auroraVersion: String?
    /// The instance's name in Aurora.
    public var instance: String?
    /// Seconds since the transaction began, as of the answer.
    public var transactionSeconds: Double?
    /// PostgreSQL's search path as it is set.
    public var searchPath: String?
    /// The schema of the session's temporary tables, `pg_temp_3`, once it has one; other sessions see it, too.
    public var temporarySchema: String?
    /// The session's time zone.
    public var timeZone: String?
    /// The server's number for the session.
    public var identifier: UInt64?
    private var hasInstanceName = false

    /// Nothing is known.
    public init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// What to ask of a new session next, and again from time to time, in this order; `transaction` is not among them.
    public var questions: [Question] {
        switch dialect {
        case .mysql: [.session, .variables]
        case .postgresql: product == .auroraPostgreSQL ? [.session, .instance] : [.session]
        }
    }

    /// The statement of a question; nil where there is none.
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

    /// Takes an answer in; one without rows, as from a question that was refused, changes nothing but the age of the
    /// transaction, which is then unknown.
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

    /// All of these are on every server from PostgreSQL 11 on; Aurora's functions are looked for, not called.
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

    /// Unlike `@@name`, this is never refused for a variable that a server does not have.
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
        // Only MariaDB tells where its memory comes from; its version may be set to look like MySQL's.
        product =
            values["aurora_version"] != nil
            ? .auroraMySQL : values["version_malloc_library"] != nil ? .mariadb : .mysql
        role = isOn("innodb_read_only") || isOn("read_only") ? .reader : .writer
        isReadOnly = role == .reader || isOn("tx_read_only") || isOn("transaction_read_only")
    }
}

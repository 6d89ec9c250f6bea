/// The queries for a MySQL server. Sources: MySQL Reference Manual, "Performance Schema" and "InnoDB INFORMATION_SCHEMA
/// Tables"; MariaDB's "Information Schema PROCESSLIST Table"; Amazon Aurora User Guide, replica_host_status.
enum MySQLQueries {
    /// MariaDB's version text can be anything, but its process list has a column that MySQL's lacks.
    static let facts = """
        SELECT @@version, SUBSTRING_INDEX(CURRENT_USER(), '@', 1), CONNECTION_ID(), @@performance_schema, \
        EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema' \
        AND TABLE_NAME = 'PROCESSLIST' AND COLUMN_NAME = 'TIME_MS'), \
        EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'performance_schema' \
        AND TABLE_NAME = 'data_lock_waits'), \
        EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'information_schema' \
        AND TABLE_NAME IN ('REPLICA_HOST_STATUS', 'replica_host_status')), \
        EXISTS (SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'mysql' \
        AND ROUTINE_NAME = 'rds_kill')
        """

    static let server = "SELECT @@max_connections, @@innodb_read_only OR @@read_only"

    static let status = """
        SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected', 'Uptime', 'Questions', 'Innodb_deadlocks')
        """

    static func sessions(_ facts: MySQLReading.Facts) -> String {
        if facts.readsThreads { return threads }
        let (seconds, condition) = facts.isMariaDB ? ("TIME_MS / 1000", "COMMAND <> 'Daemon'") : ("TIME", "TRUE")
        return """
            SELECT ID, USER, HOST, DB, COMMAND, \(seconds), STATE, LEFT(INFO, 1024), NULL, NULL \
            FROM information_schema.PROCESSLIST WHERE \(condition) \
            ORDER BY COMMAND = 'Sleep', ID LIMIT \(ServerSample.most + 1)
            """
    }

    /// This table is read without the lock on the connection list that the process list needs.
    private static let threads = """
        SELECT t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST, t.PROCESSLIST_DB, t.PROCESSLIST_COMMAND, \
        t.PROCESSLIST_TIME, t.PROCESSLIST_STATE, LEFT(t.PROCESSLIST_INFO, 1024), NULL, \
        (SELECT MAX(w.EVENT_NAME) FROM performance_schema.events_waits_current w \
        WHERE w.THREAD_ID = t.THREAD_ID AND w.END_EVENT_ID IS NULL) \
        FROM performance_schema.threads t WHERE t.TYPE = 'FOREGROUND' AND t.PROCESSLIST_ID IS NOT NULL \
        AND t.PROCESSLIST_COMMAND <> 'Daemon' ORDER BY t.PROCESSLIST_COMMAND = 'Sleep', t.PROCESSLIST_ID \
        LIMIT \(ServerSample.most + 1)
        """

    static let transactions = """
        SELECT trx_mysql_thread_id, trx_state, TIMESTAMPDIFF(MICROSECOND, trx_started, NOW(6)) / 1000000, \
        TIMESTAMPDIFF(MICROSECOND, trx_wait_started, NOW(6)) / 1000000 \
        FROM information_schema.INNODB_TRX LIMIT \(ServerSample.most)
        """

    /// The last statements of sessions without a running statement.
    static func statements(_ pids: [UInt64]) -> String {
        """
        SELECT t.PROCESSLIST_ID, LEFT(s.SQL_TEXT, 1024) FROM performance_schema.threads t \
        JOIN performance_schema.events_statements_current s ON s.THREAD_ID = t.THREAD_ID \
        WHERE t.PROCESSLIST_ID IN (\(pids.map(String.init).joined(separator: ", "))) ORDER BY s.EVENT_ID
        """
    }

    /// MariaDB, and MySQL 5.7.
    static let innoDBLocks = """
        SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id, l.lock_table, l.lock_mode \
        FROM information_schema.INNODB_LOCK_WAITS w \
        JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id \
        JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id \
        LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.requested_lock_id LIMIT 20000
        """

    /// MySQL 8.0 and later.
    static let dataLocks = """
        SELECT r.PROCESSLIST_ID, b.PROCESSLIST_ID, CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME), l.LOCK_MODE \
        FROM performance_schema.data_lock_waits w \
        JOIN performance_schema.threads r ON r.THREAD_ID = w.REQUESTING_THREAD_ID \
        JOIN performance_schema.threads b ON b.THREAD_ID = w.BLOCKING_THREAD_ID \
        LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID LIMIT 20000
        """

    /// All locks on the objects that a session waits for.
    static let metadataLocks = """
        SELECT m.OBJECT_TYPE, m.OBJECT_SCHEMA, m.OBJECT_NAME, m.LOCK_TYPE, m.LOCK_STATUS, t.PROCESSLIST_ID \
        FROM performance_schema.metadata_locks m \
        JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID \
        JOIN (SELECT DISTINCT OBJECT_TYPE, OBJECT_SCHEMA, OBJECT_NAME FROM performance_schema.metadata_locks \
        WHERE LOCK_STATUS = 'PENDING') p ON p.OBJECT_TYPE = m.OBJECT_TYPE \
        AND p.OBJECT_SCHEMA <=> m.OBJECT_SCHEMA AND p.OBJECT_NAME <=> m.OBJECT_NAME LIMIT 20000
        """

    static let mariaProgress = """
        SELECT ID, 'ALTER', DB, CONCAT('stage ', STAGE, ' of ', MAX_STAGE, ' ', COALESCE(STATE, '')), \
        ROUND(PROGRESS * 100), 10000 FROM information_schema.PROCESSLIST WHERE MAX_STAGE > 0 LIMIT 200
        """

    static let stages = """
        SELECT t.PROCESSLIST_ID, t.PROCESSLIST_COMMAND, t.PROCESSLIST_DB, s.EVENT_NAME, s.WORK_COMPLETED, \
        s.WORK_ESTIMATED FROM performance_schema.events_stages_current s \
        JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID \
        WHERE s.WORK_ESTIMATED > 0 AND t.PROCESSLIST_ID IS NOT NULL LIMIT 200
        """

    static let costs = """
        SELECT CONCAT_WS('/', SCHEMA_NAME, DIGEST), LEFT(DIGEST_TEXT, 1024), COUNT_STAR, SUM_TIMER_WAIT / 1e12, \
        SUM_ROWS_SENT + SUM_ROWS_AFFECTED FROM performance_schema.events_statements_summary_by_digest \
        WHERE DIGEST IS NOT NULL ORDER BY SUM_TIMER_WAIT DESC LIMIT 200
        """

    static let auroraLag = """
        SELECT MAX(REPLICA_LAG_IN_MILLISECONDS) / 1000 FROM information_schema.REPLICA_HOST_STATUS \
        WHERE SESSION_ID <> 'MASTER_SESSION_ID' AND (@@innodb_read_only = 0 OR SERVER_ID = @@aurora_server_id)
        """
}

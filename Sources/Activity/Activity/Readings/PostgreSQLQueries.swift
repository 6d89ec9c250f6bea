/// The queries for a PostgreSQL server. Sources: the server's manual, "The Cumulative Statistics System" and
/// "pg_locks"; Amazon Aurora User Guide, aurora_replica_status.
enum PostgreSQLQueries {
    /// The maximum number of characters of a statement in a sample.
    static let longestQuery = 1_024

    static let facts = """
        SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.to_regproc('pg_catalog.aurora_version') IS NOT NULL, \
        pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'), current_setting('track_activities'), current_user, \
        (SELECT quote_ident(n.nspname) || '.pg_stat_statements' FROM pg_catalog.pg_extension e \
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements')
        """

    /// The facts about the server and its sessions, in one text so that both are of the same moment.
    static func look(_ facts: PostgreSQLReading.Facts) -> String {
        server(facts) + "; " + sessions(facts)
    }

    private static func server(_ facts: PostgreSQLReading.Facts) -> String {
        """
        SELECT current_setting('server_version'), pg_catalog.pg_is_in_recovery(), \
        extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_postmaster_start_time()), \
        (SELECT count(*) FROM pg_catalog.pg_stat_activity \
        WHERE backend_type = 'client backend' OR backend_type IS NULL AND datid IS NOT NULL), \
        current_setting('max_connections'), sum(xact_commit + xact_rollback), sum(deadlocks), \(lag(facts)) \
        FROM pg_catalog.pg_stat_database
        """
    }

    private static func lag(_ facts: PostgreSQLReading.Facts) -> String {
        if facts.isAurora {
            return """
                (SELECT max(replica_lag_in_msec) / 1000.0 FROM pg_catalog.aurora_replica_status() \
                WHERE NOT pg_catalog.pg_is_in_recovery() OR server_id = pg_catalog.aurora_db_instance_identifier())
                """
        }
        // A replica that has applied everything it received has no lag, however long ago that was.
        return """
            CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN NULL \
            WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0 \
            ELSE extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()) END
            """
    }

    /// Locks are read only while a session waits for one, and blockers are queried only for waiting sessions.
    private static func sessions(_ facts: PostgreSQLReading.Facts) -> String {
        let waitStart = facts.version >= 140_000 ? "l.waitstart" : "NULL::timestamptz"
        return """
            WITH a AS MATERIALIZED (SELECT *, wait_event_type = 'Lock' OR backend_type IS NULL AS may_wait \
            FROM pg_catalog.pg_stat_activity WHERE pid <> pg_catalog.pg_backend_pid() \
            AND (datid IS NOT NULL OR backend_type IN ('client backend', 'walsender')) \
            ORDER BY state IS DISTINCT FROM 'idle' DESC, xact_start LIMIT \(ServerSample.most + 1)), \
            l AS (SELECT DISTINCT ON (l.pid) l.*, \(waitStart) AS began FROM pg_catalog.pg_locks l \
            WHERE NOT l.granted AND (SELECT bool_or(may_wait) FROM a) ORDER BY l.pid) \
            SELECT a.pid, a.leader_pid, a.backend_type, a.usename, a.datname, pg_catalog.host(a.client_addr), \
            a.application_name, a.state, a.wait_event_type, a.wait_event, \
            extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start), \
            extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start), \
            CASE WHEN l.pid IS NOT NULL THEN pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(a.pid), ' ') END, \
            pg_catalog.concat_ws(' ', l.locktype, CASE WHEN l.database = \
            (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) \
            THEN l.relation::regclass::text ELSE l.relation::text END, l.mode), \
            extract(epoch FROM pg_catalog.clock_timestamp() - l.began), pg_catalog.left(a.query, 1024) \
            FROM a LEFT JOIN l ON l.pid = a.pid ORDER BY a.xact_start, a.pid
            """
    }

    /// The progress of long commands; PostgreSQL 14 and later report COPY, too.
    static func progress(_ facts: PostgreSQLReading.Facts) -> String {
        var parts = [
            "SELECT pid, 'VACUUM', datname, relid, phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_vacuum",
            "SELECT pid, command, datname, relid, phase, greatest(blocks_done, tuples_done), "
                + "greatest(blocks_total, tuples_total) FROM pg_stat_progress_create_index",
            "SELECT pid, 'ANALYZE', datname, relid, phase, sample_blks_scanned, sample_blks_total "
                + "FROM pg_stat_progress_analyze",
            "SELECT pid, command, datname, relid, phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_cluster",
        ]
        if facts.version >= 140_000 {
            parts.append(
                "SELECT pid, command, datname, relid, type, bytes_processed, bytes_total FROM pg_stat_progress_copy")
        }
        return """
            SELECT pid, command, CASE WHEN datname = pg_catalog.current_database() THEN relid::regclass::text \
            ELSE datname END, phase, done, total \
            FROM (\(parts.joined(separator: " UNION ALL "))) AS p (pid, command, datname, relid, phase, done, total) \
            ORDER BY pid LIMIT 200
            """
    }

    static func statements(_ facts: PostgreSQLReading.Facts) -> String {
        guard let view = facts.statements else { return "SELECT 1 WHERE false" }
        return """
            SELECT pg_catalog.concat_ws('/', dbid, userid, queryid), pg_catalog.left(query, \(longestQuery)), calls, \
            total_exec_time / 1000, rows FROM \(view) ORDER BY total_exec_time DESC LIMIT 200
            """
    }

    /// The prepared transactions that hold locks for which sessions wait. Each holds the lock on its own transaction
    /// id. Its other locks are found by the same virtual transaction and the missing process.
    static let prepared = """
        SELECT p.gid, p.owner, p.database, extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared), \
        pg_catalog.string_agg(DISTINCT w.pid::text, ' ') \
        FROM pg_catalog.pg_locks w JOIN pg_catalog.pg_locks h ON h.granted AND h.pid IS NULL \
        AND (h.locktype, h.database, h.relation, h.page, h.tuple, h.virtualxid, h.transactionid::text, h.classid, \
        h.objid, h.objsubid) IS NOT DISTINCT FROM (w.locktype, w.database, w.relation, w.page, w.tuple, w.virtualxid, \
        w.transactionid::text, w.classid, w.objid, w.objsubid) \
        JOIN pg_catalog.pg_locks t ON t.virtualtransaction = h.virtualtransaction AND t.pid IS NULL AND t.granted \
        AND t.locktype = 'transactionid' \
        JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = t.transactionid \
        WHERE NOT w.granted GROUP BY 1, 2, 3, 4 ORDER BY 4 DESC LIMIT 100
        """
}

import SQLText
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// Every volatile function of PostgreSQL either needs a confirmation or is listed as harmless: a new function of a
/// newer server fails this test until it is in one of the lists.
@Suite struct VolatileFunctionTests {
    /// Functions that only read, wait or return numbers.
    private static let harmless: Set<String> = Set(
        """
        amvalidate clock_timestamp current_query currtid2 currval gen_random_uuid lastval lo_close lo_get lo_lseek lo_lseek64 lo_open
        lo_tell lo_tell64 loread pg_blocking_pids pg_collation_actual_version pg_control_checkpoint pg_control_init
        pg_control_recovery pg_control_system pg_current_logfile pg_current_wal_flush_lsn pg_current_wal_insert_lsn
        pg_current_wal_lsn pg_database_collation_actual_version pg_database_size pg_export_snapshot
        pg_get_backend_memory_contexts pg_get_multixact_members pg_get_shmem_allocations pg_get_wal_replay_pause_state
        pg_get_wal_resource_managers pg_hba_file_rules pg_ident_file_mappings pg_indexes_size pg_is_in_recovery
        pg_is_wal_replay_paused pg_isolation_test_session_is_blocked pg_jit_available pg_last_committed_xact
        pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_lock_status
        pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir
        pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_tmpdir pg_ls_waldir pg_notification_queue_usage
        pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_relation_size pg_replication_origin_progress
        pg_replication_origin_session_is_setup pg_replication_origin_session_progress pg_safe_snapshot_blocking_pids
        pg_sequence_last_value pg_show_all_file_settings pg_show_replication_origin_status pg_sleep pg_sleep_for
        pg_sleep_until pg_stat_clear_snapshot pg_stat_file pg_stat_force_next_flush pg_stat_get_recovery_prefetch
        pg_stat_have_stats pg_table_size pg_tablespace_size pg_total_relation_size pg_xact_commit_timestamp
        pg_xact_commit_timestamp_origin pg_xact_status random setseed timeofday txid_status cursor_to_xmlschema
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    @Test func `every volatile function of the server is judged`() async throws {
        let sandbox = try SharedSandbox.description.get()
        let session = try await sandbox.session("harbor")
        // SQL cannot call triggers and handlers; they have their own types.
        let names = try await session.collect(
            """
            select distinct p.proname from pg_catalog.pg_proc p join pg_catalog.pg_type t on t.oid = p.prorettype
            where p.provolatile = 'v' and p.pronamespace = 'pg_catalog'::regnamespace
            and t.typname !~ '(handler|trigger)$' and 'internal' <> all (p.proargtypes::regtype[]::text[])
            and p.proname !~ '^pg_stat_get_xact_|^plpgsql_' order by 1
            """
        ).rows.compactMap { $0.first ?? nil }
        #expect(names.count > 100)
        for name in names where !Self.harmless.contains(name) {
            let text = name == "set_config" ? "select set_config(a, b, c)" : "select \(name)(1)"
            let effects = StatementEffect.all(in: Array(text.utf8), rules: LexRules(dialect: .postgresql))
            let isJudged = effects.contains { $0.isMoreThanReading }
            #expect(isJudged, "\(name)")
        }
        await session.close()
    }
}

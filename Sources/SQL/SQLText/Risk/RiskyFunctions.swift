/// Functions that do more than read, by name. Source: PostgreSQL's volatile functions of `pg_proc` in versions 15 to 18
/// and those of its extensions on Aurora; Aurora's own; MySQL's and MariaDB's functions.
enum RiskyFunctions {
    enum Kind {
        /// Changes the server, its replication, its statistics or another session.
        case server
        /// Runs SQL on another server, or code.
        case code
        /// Runs the query in its first argument in this session.
        case query
        /// Reads or writes files.
        case files
        /// Changes stored data.
        case writer
        /// Takes a lock that blocks other sessions.
        case locker
        /// Changes a setting of the session.
        case setting
    }

    static func kind(of name: String) -> Kind? {
        if let kind = names[name] { return kind }
        return prefixes.first { name.hasPrefix($0.prefix) && !harmless.contains(name) }?.kind
    }

    private static let names: [String: Kind] = {
        var names: [String: Kind] = [:]
        for (kind, list) in lists {
            for name in list.split(whereSeparator: { $0 == " " || $0 == "\n" }) { names[String(name)] = kind }
        }
        return names
    }()

    private static let lists: [(Kind, String)] = [
        (
            .server,
            """
            pg_terminate_backend pg_cancel_backend pg_reload_conf pg_promote pg_switch_wal pg_switch_xlog
            pg_drop_replication_slot pg_create_logical_replication_slot pg_create_physical_replication_slot
            pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_replication_slot_advance
            pg_logical_slot_get_changes pg_logical_slot_get_binary_changes pg_sync_replication_slots
            pg_wal_replay_pause pg_wal_replay_resume pg_rotate_logfile pg_rotate_logfile_old
            pg_replication_origin_create pg_replication_origin_drop pg_replication_origin_advance
            pg_replication_origin_session_setup pg_replication_origin_session_reset
            pg_replication_origin_xact_setup pg_replication_origin_xact_reset pg_create_restore_point
            pg_log_backend_memory_contexts pg_log_standby_snapshot pg_import_system_collations pg_nextoid
            pg_stop_making_pinned_objects pg_extension_config_dump pg_prewarm autoprewarm_start_worker
            autoprewarm_dump_now pg_truncate_visibility_map set_plan_status set_plan_enabled delete_plan
            evolve_plan_baselines validate_plans
            """
        ),
        (
            .code,
            """
            cursor_to_xml dblink invoke lambda_sync lambda_async schedule schedule_in_database unschedule alter_job
            sys_exec sys_eval pg_background_launch plpgsql_inline_handler
            """
        ),
        (
            .query,
            """
            query_to_xml query_to_xml_and_xmlschema query_to_xmlschema ts_stat ts_rewrite crosstab crosstab2 crosstab3
            crosstab4 crosstabn xpath_table
            """
        ),
        (
            .files,
            """
            lo_import lo_export pg_read_file pg_read_binary_file pg_read_file_old load_file table_import_from_s3
            query_export_to_s3
            """
        ),
        (
            .writer,
            """
            nextval setval lo_unlink lo_create lo_creat lo_put lo_from_bytea lowrite lo_truncate lo_truncate64
            pg_logical_emit_message pg_notify brin_summarize_new_values brin_summarize_range brin_desummarize_range
            gin_clean_pending_list
            """
        ),
        (.locker, "get_lock release_lock release_all_locks"),
        (.setting, "set_config"),
    ]

    /// Prefixes of names: families that grow with every version.
    private static let prefixes: [(prefix: String, kind: Kind)] = [
        ("pg_stat_reset", .server), ("pg_stat_statements_reset", .server), ("binary_upgrade_", .server),
        ("aurora_inject_", .server), ("heap_force_", .server), ("pg_backup_", .server), ("pg_start_backup", .server),
        ("pg_stop_backup", .server), ("pg_restore_", .server), ("pg_clear_", .server), ("pg_set_", .server),
        ("pg_buffercache_evict", .server), ("dblink_", .code), ("query_to_xml", .query), ("pg_file_", .files),
        ("pg_advisory_", .locker), ("pg_try_advisory_", .locker),
    ]

    /// Functions of those families that only read.
    private static let harmless: Set<String> = [
        "dblink_get_connections", "dblink_is_busy", "dblink_error_message", "dblink_get_notify", "dblink_get_pkey",
        "dblink_build_sql_insert", "dblink_build_sql_update", "dblink_build_sql_delete", "dblink_current_query",
        "dblink_disconnect",
    ]
}

import SQLCore

/// The call of a function that does more than its statement's verb tells.
struct RiskyCall {
    var risk: StatementRisk?
    var writes: Bool

    private static let server: Set<String> = [
        "pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_promote", "pg_switch_wal",
        "pg_drop_replication_slot", "pg_wal_replay_pause", "pg_wal_replay_resume", "pg_rotate_logfile",
        "pg_replication_origin_drop", "pg_log_backend_memory_contexts", "pg_create_restore_point", "pg_backup_start",
        "pg_backup_stop", "pg_start_backup", "pg_stop_backup", "pg_create_logical_replication_slot",
        "pg_create_physical_replication_slot", "pg_replication_slot_advance", "pg_stat_reset",
        "pg_stat_reset_shared",
    ]
    private static let code: Set<String> = [
        "query_to_xml", "query_to_xml_and_xmlschema", "cursor_to_xml", "dblink", "dblink_exec", "dblink_send_query",
        "invoke", "schedule", "schedule_in_database", "unschedule", "sys_exec", "sys_eval",
    ]
    private static let files: Set<String> = [
        "lo_import", "lo_export", "pg_read_file", "pg_read_binary_file", "load_file", "table_import_from_s3",
        "query_export_to_s3", "pg_file_write", "pg_file_unlink", "pg_file_rename",
    ]
    private static let writers: Set<String> = [
        "nextval", "setval", "lo_unlink", "lo_create", "lo_creat", "lo_put", "lo_from_bytea", "lowrite", "lo_truncate",
        "pg_logical_emit_message", "pg_notify",
    ]

    /// The risky calls in a part of the tokens.
    static func all(in range: Range<Int>, of tokens: SpokenTokens) -> [RiskyCall] {
        range.compactMap { index in
            guard tokens.isName(index), tokens.kind(index + 1) == .openParenthesis else { return nil }
            return call(of: tokens.unquoted(index).lowercased(), at: index, tokens)
        }
    }

    private static func call(of name: String, at index: Int, _ tokens: SpokenTokens) -> RiskyCall? {
        if server.contains(name) {
            return RiskyCall(
                risk: StatementRisk(kind: .server, target: name, sentence: "\(name) touches the server"), writes: true)
        }
        if code.contains(name) {
            return RiskyCall(
                risk: StatementRisk(
                    kind: .unknownCode, target: name, sentence: "\(name) runs what the text does not tell"),
                writes: true)
        }
        if files.contains(name) {
            return RiskyCall(
                risk: StatementRisk(kind: .fileTransfer, target: name, sentence: "\(name) reads or writes files"),
                writes: true)
        }
        if name == "set_config" { return setConfig(at: index, tokens) }
        return writers.contains(name) ? RiskyCall(risk: nil, writes: true) : nil
    }

    /// `set_config('transaction_read_only', 'off', false)`
    private static func setConfig(at index: Int, _ tokens: SpokenTokens) -> RiskyCall? {
        let isLiteral = tokens.kind(index + 2) == .string && tokens.kind(index + 3) == .comma
        let setting = String(decoding: tokens.bytes(index + 2).map(Byte.lowered), as: UTF8.self)
        let value = String(decoding: tokens.bytes(index + 4).map(Byte.lowered), as: UTF8.self)
        let isPlain = setting.hasPrefix("'") && !setting.contains("\\")
        if isLiteral, isPlain, !setting.contains("read_only") { return nil }
        if isLiteral, isPlain, ["'on'", "'true'", "'1'"].contains(value) { return nil }
        let sentence = "set_config may undo read-only"
        return RiskyCall(
            risk: StatementRisk(kind: .readOnlyUndone, target: "", sentence: sentence), writes: false)
    }
}

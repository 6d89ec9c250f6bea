/// The words that PostgreSQL knows.
///
/// Source: `pg_get_keywords()` of PostgreSQL 15, and `system_user` of 16; functions and types from its manual.
enum PostgreSQLWords {
    /// Keywords that need quotes as a column or table name: the manual's reserved words, including those that may be a
    /// function or type.
    static let reserved: StaticString = """
        all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
        collation column concurrently constraint create cross current_catalog current_date current_role current_schema
        current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch
        for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral
        leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer
        overlaps placing primary references returning right select session_user similar some symmetric system_user
        table tablesample then to trailing true union unique user using variadic verbose when where window with
        """

    /// The other keywords.
    static let unreserved: StaticString = """
        abort absolute access action add admin after aggregate also alter always asensitive assertion assignment at
        atomic attach attribute backward before begin between bigint bit boolean breadth by cache call called cascade
        cascaded catalog chain char character characteristics checkpoint class close cluster coalesce columns comment
        comments commit committed compression configuration conflict connection constraints content continue
        conversion copy cost csv cube current cursor cycle data database day deallocate dec decimal declare defaults
        deferred definer delete delimiter delimiters depends depth detach dictionary disable discard document domain
        double drop each enable encoding encrypted enum escape event exclude excluding exclusive execute exists
        explain expression extension external extract family filter finalize first float following force forward
        function functions generated global granted greatest grouping groups handler header hold hour identity if
        immediate immutable implicit import include including increment index indexes inherit inherits inline inout
        input insensitive insert instead int integer interval invoker isolation key label language large last
        leakproof least level listen load local location lock locked logged mapping match matched materialized
        maxvalue merge method minute minvalue mode month move name names national nchar new next nfc nfd nfkc nfkd no
        none normalize normalized nothing notify nowait nullif nulls numeric object of off oids old operator option
        options ordinality others out over overlay overriding owned owner parallel parameter parser partial partition
        passing password plans policy position preceding precision prepare prepared preserve prior privileges
        procedural procedure procedures program publication quote range read real reassign recheck recursive ref
        referencing refresh reindex relative release rename repeatable replace replica reset restart restrict return
        returns revoke role rollback rollup routine routines row rows rule savepoint schema schemas scroll search
        second security sequence sequences serializable server session set setof sets share show simple skip smallint
        snapshot sql stable standalone start statement statistics stdin stdout storage stored strict strip
        subscription substring support sysid system tables tablespace temp template temporary text ties time timestamp
        transaction transform treat trigger trim truncate trusted type types uescape unbounded uncommitted unencrypted
        unknown unlisten unlogged until update vacuum valid validate validator value values varchar varying version
        view views volatile whitespace within without work wrapper write xml xmlattributes xmlconcat xmlelement
        xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable year yes zone
        """

    /// Common types.
    static let types: StaticString = """
        bigint bigserial bit bool boolean box bpchar bytea char character cidr circle citext date daterange decimal
        double float float4 float8 hstore inet int int2 int4 int4range int8 int8range integer interval json jsonb
        jsonpath line lseg macaddr macaddr8 money numeric numrange oid path pg_lsn point polygon real regclass
        regnamespace regproc regrole regtype serial serial4 serial8 smallint smallserial text time timestamp
        timestamptz timetz tsquery tsrange tstzrange tsvector uuid varbit varchar xid xml
        """

    /// Common functions.
    static let functions: StaticString = """
        abs acos acosd acosh age any_value array_agg array_append array_cat array_dims array_fill array_length
        array_lower array_ndims array_position array_positions array_prepend array_remove array_replace array_to_json
        array_to_string array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avg bit_and bit_count
        bit_length bit_or bit_xor bool_and bool_or bound_box broadcast btrim cardinality cbrt ceil ceiling center
        char_length character_length chr clock_timestamp coalesce col_description concat concat_ws convert
        convert_from convert_to corr cos cosd cosh cot cotd count covar_pop covar_samp cume_dist current_database
        current_query current_schemas current_setting currval date_bin date_part date_trunc decode degrees dense_rank
        diameter div encode every exp extract factorial family first_value floor format format_type gcd
        gen_random_uuid get_bit get_byte greatest has_column_privilege has_database_privilege has_function_privilege
        has_schema_privilege has_sequence_privilege has_table_privilege height host hostmask inet_client_addr
        inet_server_addr initcap isempty isfinite json_agg json_array_length json_build_array json_build_object
        json_extract_path json_extract_path_text json_object json_object_agg json_populate_record json_strip_nulls
        json_typeof jsonb_agg jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path
        jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_path_exists jsonb_path_match
        jsonb_path_query_array jsonb_path_query_first jsonb_populate_record jsonb_pretty jsonb_set jsonb_strip_nulls
        jsonb_typeof justify_days justify_hours justify_interval lag last_value lastval lcm lead least left length ln
        lo_export lo_import lo_unlink log log10 lower lower_inc lower_inf lpad ltrim make_date make_interval make_time
        make_timestamp make_timestamptz masklen max md5 min min_scale mod mode netmask network nextval normalize now
        npoints nth_value ntile nullif num_nonnulls num_nulls obj_description octet_length overlay parse_ident
        percent_rank percentile_cont percentile_disc pg_advisory_lock pg_advisory_unlock pg_advisory_unlock_all
        pg_advisory_xact_lock pg_backend_pid pg_blocking_pids pg_cancel_backend pg_client_encoding pg_column_size
        pg_conf_load_time pg_current_wal_lsn pg_database_size pg_describe_object pg_get_constraintdef pg_get_expr
        pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef
        pg_has_role pg_indexes_size pg_is_in_recovery pg_last_wal_receive_lsn pg_last_wal_replay_lsn
        pg_last_xact_replay_timestamp pg_my_temp_schema pg_notify pg_partition_ancestors pg_partition_root
        pg_partition_tree pg_postmaster_start_time pg_relation_filepath pg_relation_size pg_reload_conf pg_size_bytes
        pg_size_pretty pg_sleep pg_sleep_for pg_sleep_until pg_stat_reset pg_switch_wal pg_table_is_visible
        pg_table_size pg_terminate_backend pg_total_relation_size pg_trigger_depth pg_try_advisory_lock
        pg_try_advisory_xact_lock pg_typeof pg_wal_lsn_diff phraseto_tsquery pi plainto_tsquery position power
        quote_ident quote_literal quote_nullable radians radius random range_agg range_intersect_agg rank regexp_count
        regexp_instr regexp_like regexp_match regexp_replace regexp_split_to_array regexp_substr regr_avgx regr_avgy
        regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round
        row_number row_to_json rpad rtrim scale set_bit set_byte set_config setseed setval setweight sha224 sha256
        sha384 sha512 shobj_description sign sin sind sinh split_part sqrt starts_with statement_timestamp stddev
        stddev_pop stddev_samp string_agg string_to_array strip strpos substr substring sum tan tand tanh timeofday
        to_char to_date to_hex to_json to_jsonb to_number to_regclass to_regtype to_timestamp to_tsquery to_tsvector
        transaction_timestamp translate trim trim_array trim_scale trunc ts_headline ts_rank ts_rank_cd ts_rewrite
        txid_current txid_current_if_assigned txid_status unistr upper upper_inc upper_inf var_pop var_samp variance
        version websearch_to_tsquery width width_bucket xmlagg xmlcomment xmlconcat xmlelement xmlforest xpath
        xpath_exists
        """

    /// Functions for FROM.
    static let rowFunctions: StaticString = """
        generate_series generate_subscripts json_array_elements json_array_elements_text json_each json_each_text
        json_object_keys json_populate_recordset json_to_record json_to_recordset jsonb_array_elements
        jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_path_query
        jsonb_populate_recordset jsonb_to_record jsonb_to_recordset pg_get_keywords pg_ls_dir pg_timezone_names
        regexp_matches regexp_split_to_table string_to_table ts_debug ts_stat unnest
        """
}

/// The words that MySQL or MariaDB knows.
///
/// Source: `information_schema.KEYWORDS` of MariaDB 10.11 and the manual of MySQL 8.4.
enum MySQLWords {
    /// Keywords that need quotes as a column or table name on at least one of the two; each was tested on MariaDB.
    static let reserved: StaticString = """
        accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade
        case change char character check collate column condition constraint continue convert create cross cube
        cume_dist current_date current_role current_time current_timestamp current_user cursor database databases
        day_hour day_microsecond day_minute day_second dec decimal declare default delayed delete delete_domain_id
        dense_rank desc describe deterministic distinct distinctrow div do_domain_ids double drop dual each else
        elseif empty enclosed escaped except exists exit explain false fetch first_value float float4 float8 for force
        foreign from fulltext function generated get grant group grouping groups having high_priority hour_microsecond
        hour_minute hour_second if ignore ignore_domain_ids in index infile inner inout insensitive insert int int1
        int2 int3 int4 int8 integer intersect interval into io_after_gtids io_before_gtids is iterate join json_table
        key keys kill lag last_value lateral lead leading leave left like limit linear lines load localtime
        localtimestamp lock long longblob longtext loop low_priority manual master_bind master_demote_to_replica
        master_demote_to_slave master_ssl_verify_server_cert match maxvalue mediumblob mediumint mediumtext middleint
        minute_microsecond minute_second mod modifies natural no_write_to_binlog not nth_value ntile null numeric of
        offset on optimize optimizer_costs option optionally or order out outer outfile over page_checksum parallel
        parse_vcol_expr partition percent_rank portion precision primary procedure purge qualify range rank read
        read_write reads real recursive references regexp release rename repeat replace require resignal restrict
        return returning revoke right rlike row row_number rows schema schemas second_microsecond select sensitive
        separator set show signal smallint spatial specific sql sql_big_result sql_buffer_result sql_cache
        sql_calc_found_rows sql_no_cache sql_small_result sqlexception sqlstate sqlwarning ssl starting
        stats_auto_recalc stats_persistent stats_sample_pages stored straight_join system table tablesample terminated
        then tinyblob tinyint tinytext to trailing trigger true undo union unique unlock unsigned update usage use
        using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying virtual when where while
        window with write xor year_month zerofill
        """

    /// The other keywords.
    static let unreserved: StaticString = """
        account action active admin after against aggregate algorithm always any array ascii at atomic attribute
        authentication authors auto auto_increment autoextend_size avg avg_row_length backup begin bernoulli binlog
        bit block body bool boolean btree buckets bulk byte cache cascaded catalog_name chain challenge_response
        changed channel charset checkpoint checksum cipher class_origin client clob clone cloned close coalesce code
        collation column_add column_check column_create column_delete column_get column_name columns comment commit
        committed compact completion component compressed concurrent connection consistent constraint_catalog
        constraint_name constraint_schema contains context contributors cpu current current_pos cursor_name cycle data
        datafile date datetime day deallocate definer definition delay_key_write des_key_file diagnostics directory
        disable discard disk do dumpfile duplicate dynamic elsif enable end ends enforced engine engine_attribute
        engines enum error errors escape event events every examined exception exchange exclude execute expansion
        expire export extended extent_size factor failed_login_attempts fast faults federated fields file finish first
        fixed flush following follows format found full general generate geomcollection geometry geometrycollection
        get_format global goto grants gtid_only gtids handler hard hash help histogram history host hosts hour id
        identified ignore_server_ids ignored immediate import inactive increment indexes initial initial_size initiate
        insert_method install instance invisible invoker io io_thread ipc isolation isopen issuer json key_block_size
        keyring language last lastval leaves less level linestring list local locked locks log logfile logs master
        master_compression_algorithms master_connect_retry master_delay master_gtid_pos master_heartbeat_period
        master_host master_log_file master_log_pos master_password master_port master_server_id master_ssl
        master_ssl_ca master_ssl_capath master_ssl_cert master_ssl_cipher master_ssl_crl master_ssl_crlpath
        master_ssl_key master_use_gtid master_user max_connections_per_hour max_queries_per_hour max_rows max_size
        max_statement_time max_updates_per_hour max_user_connections medium member memory merge message_text
        microsecond migrate min_rows minus minute minvalue mode modify monitor month multilinestring multipoint
        multipolygon mutex mysql mysql_errno name names national nchar ndb ndbcluster nested network_namespace never
        next nextval no no_wait nocache nocycle nodegroup nomaxvalue nominvalue none notfound nowait nulls number
        nvarchar offline old old_password one online only open options ordinality organization others overlaps owner
        pack_keys package page parser partial partitioning partitions password password_lock_time path period persist
        persist_only persistent phase plugin plugins point polygon port precedes preceding prepare preserve prev
        previous privilege_checks_user privileges process processlist profile profiles proxy quarter query quick raise
        random raw read_only rebuild recover redo_buffer_size redofile redundant reference registration relay
        relay_log_file relay_log_pos relay_thread relaylog reload remove reorganize repair repeatable replay replica
        replica_pos replicas replication require_row_format reset resource respect restart restore resume retain
        returned_sqlstate returns reuse reverse role rollback rollup routine row_count row_format rowcount rownum
        rowtype rtree s3 savepoint schedule schema_name second secondary secondary_engine secondary_load
        secondary_unload security sequence serial serializable server session setval share shutdown signed simple skip
        slave slave_pos slaves slow snapshot socket soft some soname sounds source sql_thread sql_tsi_day sql_tsi_hour
        sql_tsi_minute sql_tsi_month sql_tsi_quarter sql_tsi_second sql_tsi_week sql_tsi_year srid stage start starts
        statement status stop storage stream string subclass_origin subject subpartition subpartitions super suspend
        swaps switches sysdate system_time table_checksum table_name tables tablespace temporary temptable text than
        thread_priority threads ties time timestamp timestampadd timestampdiff tls transaction transactional triggers
        truncate type unbounded uncommitted undefined undo_buffer_size undofile unicode uninstall unknown unregister
        until upgrade url use_frm user user_resources value varchar2 variables vcpu versioning via view visible wait
        warnings week weight_string within without work wrapper x509 xa xml year zone
        """

    /// Types.
    static let types: StaticString = """
        bigint binary bit blob bool boolean char date datetime dec decimal double enum fixed float geometry inet4
        inet6 int integer json linestring longblob longtext mediumblob mediumint mediumtext multilinestring multipoint
        multipolygon nchar numeric nvarchar point polygon real serial set smallint text time timestamp tinyblob
        tinyint tinytext uuid varbinary varchar year
        """

    /// Common functions.
    static let functions: StaticString = """
        abs acos adddate addtime aes_decrypt aes_encrypt any_value asin atan atan2 avg benchmark bin bin_to_uuid
        bit_and bit_count bit_length bit_or bit_xor cast ceil ceiling char_length character_length coalesce
        coercibility collation compress concat concat_ws connection_id conv convert convert_tz cos cot count crc32
        cume_dist curdate current_user curtime database date_add date_format date_sub datediff day dayname dayofmonth
        dayofweek dayofyear degrees dense_rank elt exp export_set extract extractvalue field find_in_set first_value
        floor format format_bytes found_rows from_base64 from_days from_unixtime get_format get_lock greatest
        group_concat grouping hex hour if ifnull inet6_aton inet6_ntoa inet_aton inet_ntoa insert instr interval
        is_free_lock is_ipv4 is_ipv6 is_used_lock is_uuid isnull json_array json_array_append json_array_insert
        json_arrayagg json_contains json_contains_path json_depth json_extract json_insert json_keys json_length
        json_merge_patch json_merge_preserve json_object json_objectagg json_overlaps json_pretty json_quote
        json_remove json_replace json_search json_set json_storage_size json_type json_unquote json_valid json_value
        lag last_day last_insert_id last_value lcase lead least left length ln load_file locate log log10 log2 lower
        lpad ltrim make_set makedate maketime max md5 microsecond mid min minute mod month monthname name_const now
        nth_value ntile nullif oct octet_length ord percent_rank percentile_cont percentile_disc period_add
        period_diff pi position pow power ps_current_thread_id quarter quote radians rand random_bytes rank
        regexp_instr regexp_like regexp_replace regexp_substr release_all_locks release_lock repeat replace reverse
        right round row_count row_number rpad rtrim schema sec_to_time second session_user sha1 sha2 sign sin sleep
        soundex space sqrt st_asgeojson st_astext st_contains st_distance st_distance_sphere st_geomfromtext
        st_intersects st_within st_x st_y statement_digest std stddev stddev_pop stddev_samp str_to_date strcmp
        subdate substr substring substring_index subtime sum sysdate system_user tan time_format time_to_sec timediff
        timestampadd timestampdiff to_base64 to_days to_seconds trim truncate ucase uncompress unhex unix_timestamp
        updatexml upper user utc_date utc_time utc_timestamp uuid uuid_short uuid_to_bin validate_password_strength
        var_pop var_samp variance version week weekday weekofyear weight_string year yearweek
        """

    /// Functions for FROM.
    static let rowFunctions: StaticString = """
        json_table
        """
}

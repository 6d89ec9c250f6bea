/// Literals for PostgreSQL's types.
enum TypeSamples {
    /// Samples for every type of pg_catalog that has literals.
    static let literals: [String: [String]] = [
        "aclitem": ["jane_doe=arwdDxt/jane_doe", "=r/jane_doe"],
        "bit": ["0", "1"], "varbit": ["", "1", "0101010111"],
        "bool": ["t", "f"],
        "box": ["((0,0),(1,1))", "(-1e300,0),(Infinity,-Infinity)"],
        "bpchar": ["", "  padded  ", "a,b", "\"q\""],
        "bytea": ["", "\\x00ff0a0d2c22", "\\xdeadbeef"],
        "char": ["", "a", ",", "\"", "\\377"],
        "cid": ["0", "4294967295"], "xid": ["0", "4294967295"], "xid8": ["0", "18446744073709551615"],
        "cidr": ["10.0.0.0/8", "::/0", "192.168.1.1"], "inet": ["192.168.1.1/24", "::ffff:1.2.3.4", "fe80::1/10"],
        "circle": ["<(0,0),1>", "<(NaN,1e-300),Infinity>"],
        "date": ["2024-02-29", "infinity", "-infinity", "4713-01-01 BC", "5874897-12-31"],
        "float4": ["0", "-0", "NaN", "Infinity", "-Infinity", "3.4028235e38", "1e-45", "1.1"],
        "float8": ["0", "-0", "NaN", "Infinity", "-Infinity", "1.7976931348623157e308", "5e-324", "0.1"],
        "int2": ["-32768", "32767"], "int4": ["-2147483648", "2147483647"],
        "int8": ["-9223372036854775808", "9223372036854775807"],
        "int2vector": ["", "1 2 -3"], "oidvector": ["", "1 4294967295"], "oid": ["0", "4294967295"],
        "interval": ["0", "1 year -2 mons 3 days -04:05:06.789", "-178000000 years", "1 microsecond"],
        "json": ["{}", "{\"a\" : [1, \"x,y\", null],\n \"a\":2}", "null", "\"\\u0000\""],
        "jsonb": ["{}", "{\"b\":1,\"a\":[1.50,\"x\\ny\"]}", "null", "\"\""],
        "jsonpath": ["$", "$.a[*] ? (@ > 1)"],
        "line": ["{1,2,3}", "{NaN,1,0}"], "lseg": ["[(0,0),(1,1)]", "((1e-300,0),(0,Infinity))"],
        "macaddr": ["08:00:2b:01:02:03"], "macaddr8": ["08:00:2b:01:02:03:04:05"],
        "money": ["0", "-92233720368547758.08", "1234.56"],
        "name": ["", "a name", "with,comma", "63 bytes at most: 0123456789012345678901234567890123456789012345"],
        "numeric": ["0", "NaN", "Infinity", "-Infinity", "1.10", "1e131071", "-0.00000000000000000001", "1e-16383"],
        "path": ["((0,0),(1,1))", "[(0,0),(1,1)]", "[(NaN,-0)]"],
        "pg_lsn": ["0/0", "FFFFFFFF/FFFFFFFF", "16/B374D848"],
        "pg_snapshot": ["10:20:10,14,15", "1:1:"], "txid_snapshot": ["10:20:10,14,15", "1:1:"],
        "point": ["(0,0)", "(NaN,-Infinity)", "(1e-300,0.1)"], "polygon": ["((0,0),(1,1),(2,0))", "((NaN,0))"],
        "refcursor": ["", "a cursor", "\""],
        "regclass": ["pg_class", "0", "999999"], "regcollation": ["\"C\"", "-"], "regconfig": ["english", "0"],
        "regdictionary": ["simple", "0"], "regnamespace": ["pg_catalog", "0"], "regoper": ["||/", "0"],
        "regoperator": ["+(integer,integer)", "*(numeric,numeric)", "0"], "regproc": ["now", "-"],
        "regprocedure": ["substring(text,integer,integer)", "-"], "regrole": ["jane_doe", "-"],
        "regtype": ["integer", "timestamp with time zone", "-", "text[]"],
        "text": [
            "", " ", "plain", "comma,", "quote\"s \"\"", "line\nfeed", "carriage\rreturn", "\r\n", "tab\t", "\\.",
            "\\", "NULL", "\u{1}\u{1B}[31m\u{7F}", "日本語 é e\u{301} 👩‍👩‍👧 \u{202E}", "'", ";",
        ],
        "tid": ["(0,1)", "(4294967295,65535)"],
        "time": ["00:00", "24:00", "23:59:59.999999"],
        "timetz": ["00:00+15:59", "23:59:59.999999-15:59:59", "12:00+00"],
        "timestamp": ["infinity", "-infinity", "4713-01-01 BC", "294276-12-31 23:59:59.999999", "2024-02-29 12:00"],
        "timestamptz": [
            "infinity", "-infinity", "4713-12-01 BC", "294276-12-30 00:00:00.999999+00", "2024-03-31 02:30+01",
        ],
        "tsquery": ["", "a & !b | 'c d':*AB", "a <-> b <2> c"], "tsvector": ["", "a:1A,2B 'b c':3 'q''q':4"],
        "uuid": ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-ffff-ffff-ffff-ffffffffffff"],
        "varchar": ["", "a,\"b\"", "line\nfeed"],
        "xml": ["", "<a b=\"c\">&amp;,\n</a>", "text only", "<?xml version=\"1.0\"?><r/>"],
        "int4range": ["empty", "[1,5)", "(,)", "[,7]"], "int8range": ["[1,9223372036854775807)"],
        "numrange": ["[NaN,NaN]", "(1.10,Infinity]"], "daterange": ["[2024-01-01,infinity)", "[,infinity]"],
        "tsrange": ["[2024-01-01 10:00,infinity)", "empty"], "tstzrange": ["[\"2024-01-01 10:00+05\",)"],
        "int4multirange": ["{}", "{[1,3),[5,)}"], "int8multirange": ["{[1,2)}"], "nummultirange": ["{(1.5,2.5]}"],
        "datemultirange": ["{[2024-01-01,2024-02-01)}"], "tsmultirange": ["{[2024-01-01 10:00,infinity)}"],
        "tstzmultirange": ["{[2024-01-01 10:00+05,),[2020-01-01,2021-01-01)}"],
    ]

    /// The types without literals, and how their values arise.
    static let withoutLiterals: [String: String] = [
        "gtsvector": "inner nodes of an index only: gtsvector_in refuses",
        "pg_brin_bloom_summary": "inside BRIN indexes only: its input function refuses",
        "pg_brin_minmax_multi_summary": "inside BRIN indexes only: its input function refuses",
        "pg_dependencies": "made by ANALYZE, for superusers: its input function refuses",
        "pg_mcv_list": "made by ANALYZE, for superusers: its input function refuses",
        "pg_ndistinct": "made by ANALYZE, for superusers: its input function refuses",
        "pg_node_tree": "the parser's: its input function refuses; read from pg_rewrite and pg_proc below",
    ]

    /// Every value alone, in arrays of one and two dimensions and in a row, with NULLs among them.
    static func query(_ type: String) -> String {
        let name = "pg_catalog.\"\(type)\""
        let values = (literals[type] ?? []).map { "('" + $0.replacing("'", with: "''") + "'::\(name))" }
        let all = (values + ["(NULL)"]).joined(separator: ", ")
        return """
            select v, array[v, null, v] as "array", array[[v], [v]] as "arrays", row(v, null, '', 'q"\\,', v) as "row",
              array[row(1, v)] as "rows" from (values \(all)) as samples (v);
            """
    }

    /// User-defined types, pseudo-types, and values without literals.
    static let others = #"""
        create type pg_temp.mood as enum ('so-so', 'with,comma', 'with"quote', '', 'line
        feed');
        create type pg_temp.pair as (a text, "B c" int, m pg_temp.mood);
        create type pg_temp.nested as (p pg_temp.pair, ps pg_temp.pair[], r int4range);
        create domain pg_temp.short as varchar(5) check (value <> 'x');
        create domain pg_temp.pairs as pg_temp.pair[];
        create type pg_temp.floats as range (subtype = float8);
        create type pg_temp.nothing as ();
        select unnest(enum_range(null::pg_temp.mood)), enum_range(null::pg_temp.mood);
        select row('a,"b\', null, 'so-so')::pg_temp.pair, row('', 0, '')::pg_temp.pair, row(null, null, null)::pg_temp.pair;
        select row(row('(', 1, 'line
        feed'), array[row('"', 2, null)::pg_temp.pair, null], 'empty')::pg_temp.nested;
        select 'a,b'::pg_temp.short, array['a', null, '', '"']::pg_temp.short[];
        select array[row('{}', 3, 'so-so')]::pg_temp.pairs;
        select '[1.5,Infinity)'::pg_temp.floats, '{}'::pg_temp.floats_multirange, row()::pg_temp.nothing;
        select '[0:1][-2:-1]={{a,NULL},{"",null}}'::text[], '{}'::int[], array[e'a\nb', e'\\', '"', '{', ' '];
        select v from vessels v where id < 30 order by id;
        select c, array_agg(c) from (select code, equipment, note from berths order by id limit 3) c group by c.code, c;
        select pg_sleep(0), row(), row(null), 'unknown', null, 'c'::cstring, most_common_vals from pg_stats
          where tablename = 'vessels' and attname = 'kind';
        select ev_action from pg_rewrite where ev_class = 'pg_views'::regclass;
        select proargdefaults from pg_proc where proname = 'vessel_fees';
        select b'', b'0101'::bit(4), b'1'::varbit(8), 'ab'::char(5), 1.5::numeric(10,4), '10:00'::time(0);
        """#

    /// Settings that change the text of values.
    static let settings = [
        "set datestyle = german", "set datestyle = 'sql, dmy'", "set datestyle = postgres",
        "set intervalstyle = iso_8601", "set intervalstyle = sql_standard", "set intervalstyle = postgres_verbose",
        "set bytea_output = escape", "set extra_float_digits = -3", "set timezone = 'Asia/Kolkata'",
        "set xmloption = document", "set xmlbinary = hex", "set client_encoding = latin1",
    ]
}

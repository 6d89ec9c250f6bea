import SQLText
import SQLWire
import TestSupport
import Testing

/// The completions at `|`.
func completion(
    _ marked: String, _ rules: LexRules = .postgresql, names: SchemaNames = .harbor, uses: [String: Int] = [:]
) -> CompletionAnswer {
    let before = marked.prefix { $0 != "|" }
    let text = Array((before + marked.dropFirst(before.count + 1)).utf8)
    return Completion(rules: rules).answer(text: text, cursor: before.utf8.count, names: names, uses: uses)
}

@Suite struct CompletionTests {
    private func texts(_ marked: String, _ rules: LexRules = .postgresql) -> [String] {
        completion(marked, rules).candidates.map(\.text)
    }

    /// The first candidates in this order.
    @Test(
        arguments: [
            // Columns, also from a FROM after the cursor.
            ("select | from vessels", ["id", "vessel_name", "flag", "built"]),
            ("select v| from vessels", ["vessel_name"]), ("select vn| from vessels", ["vessel_name"]),
            ("select vename| from vessels v", ["vessel_name"]), ("select name| from vessels", ["vessel_name"]),
            ("select id, | from vessels", ["id", "vessel_name"]), ("select b| from vessels", ["built"]),
            ("select v.| from vessels v", ["id", "vessel_name", "flag", "built", "*"]),
            ("select v.f| from vessels v", ["flag"]), ("select vessels.f| from vessels", ["flag"]),
            ("select public.vessels.f| from public.vessels", ["flag"]), ("select V.f| from vessels V", ["flag"]),
            ("select \"v\".f| from vessels v", ["flag"]), ("select log.w| from audit.log", ["who"]),
            ("select * from vessels where |", ["id", "vessel_name"]), ("select * from vessels where fl|", ["flag"]),
            ("select * from vessels where id = 1 and v|", ["vessel_name"]),
            ("select * from vessels group by |", ["id", "vessel_name"]),
            ("select * from vessels order by bu|", ["built"]),
            ("select id as ship from vessels order by sh|", ["ship"]),
            ("select * from vessels having c|", ["count(", "coalesce(", "concat(", "case", "cast"]),
            ("select max(b|) from vessels", ["built"]), ("select * from vessels where (b|", ["built"]),
            ("select case when f| from vessels", ["flag"]), ("select id from vessels where flag in (|", ["id"]),
            ("select * from vessels v, calls c where c.a|", ["arrived"]),
            ("select id| from vessels v, calls c", ["v.id", "c.id"]),
            ("select vessel_i| from vessels v, calls c", ["vessel_id"]),
            ("select * from vessels v where exists (select 1 from calls where vessel_id = v.|", ["id", "vessel_name"]),
            ("select * from vessels v where exists (select 1 from calls where fl|", ["v.flag"]),
            ("select order| from countries", ["\"order\""]),
            // Tables.
            (
                "select * from |",
                ["calls", "countries", "\"Order Lines\"", "ports", "\"user\"", "v_arrivals", "vessels"]
            ),
            ("select * from v|", ["vessels", "v_arrivals"]), ("select * from audit.|", ["log", "vessel_log"]),
            ("select * from audit.v|", ["vessel_log"]), ("select * from vessels join c|", ["calls", "countries"]),
            ("select * from vessels, c|", ["calls", "countries"]), ("insert into p|", ["ports"]),
            ("update ve|", ["vessels"]),
            ("delete from ve|", ["vessels"]), ("truncate ve|", ["vessels"]), ("alter table ve|", ["vessels"]),
            ("drop table if exists ve|", ["vessels"]), ("drop view v|", ["v_arrivals"]),
            ("drop sequence v|", ["vessels_id_seq"]),
            ("copy ve|", ["vessels"]), ("analyze ve|", ["vessels"]), ("create index on ve|", ["vessels"]),
            ("select * from vl|", ["audit.vessel_log"]), ("select * from au|", ["audit"]),
            ("select * from (select | from calls) x", ["id", "vessel_id"]), ("table ve|", ["vessels"]),
            ("select * from \"Or|", ["\"Order Lines\""]), ("select * from \"v|", ["\"vessels\"", "\"v_arrivals\""]),
            ("grant select on ve|", ["vessels"]), ("comment on table ve|", ["vessels"]),
            ("lock table ve|", ["vessels"]),
            ("create table x (a int references ve|", ["vessels"]),
            ("select generate_s| from vessels", ["generate_series("]),
            ("select * from generate_s|", ["generate_series("]), ("explain select * from ve|", ["vessels"]),
            ("explain analyze select f| from vessels", ["flag"]),
            // Common tables and subqueries.
            ("with ship as (select id, flag f from vessels) select * from sh|", ["ship"]),
            ("with ship as (select id, flag f from vessels) select | from ship", ["id", "f"]),
            ("with ship as (select id, flag f from vessels) select s.| from ship s", ["id", "f"]),
            ("with ship (a, b) as (select 1, 2) select | from ship", ["a", "b"]),
            ("with ship as (select * from vessels) select s.b| from ship s", ["built"]),
            ("with gone as (delete from calls returning id, arrived) select a| from gone", ["arrived"]),
            ("with a as (select f| from vessels) select 1", ["flag"]),
            ("with a as (select 1), b as (select fl| from vessels)", ["flag"]),
            (
                "select x.| from (select id, count(*), max(built) as newest, flag::text from vessels) x",
                ["id", "count", "newest", "flag"]
            ),
            ("select | from (values (1, 2)) as t (p, q)", ["p", "q"]),
            ("select c| from (values (1, 2)) t", ["column1", "column2"]),
            ("select | from (select v.* from vessels v, calls) x", ["id", "vessel_name"]),
            ("select x.id from (select id from calls union select | from vessels) x", ["id", "vessel_name"]),
            // Joins.
            ("select * from vessels v join calls c on |", ["v.id = c.vessel_id", "v.id = c.id"]),
            ("select * from calls c join vessels v on |", ["c.vessel_id = v.id"]),
            ("select * from countries join ports on |", ["countries.id = ports.country_id"]),
            ("select * from vessels v join calls c on c.|", ["id", "vessel_id"]),
            ("select * from vessels join calls using (|", ["id"]),
            ("select * from calls c join vessels v on c.vessel_id = v.id where f|", ["flag"]),
            // Changed tables.
            ("insert into vessels (|", ["id", "vessel_name", "flag", "built"]),
            ("insert into vessels (id, |", ["vessel_name", "flag", "built"]),
            ("insert into vessels (id, |) values (1)", ["vessel_name", "flag", "built"]),
            ("insert into vessels (id) values (def|", ["default"]), ("update vessels set |", ["id", "vessel_name"]),
            ("update vessels set flag = 'x', b|", ["built"]), ("update vessels set flag = v|", ["vessel_name"]),
            ("update vessels set flag = 'x' where b|", ["built"]), ("delete from vessels where f|", ["flag"]),
            ("delete from vessels returning b|", ["built"]),
            ("insert into vessels (id) values (1) returning f|", ["flag"]),
            ("insert into vessels values (1) on conflict (|", ["id"]),
            ("insert into vessels values (1) on conflict (id) do update set f|", ["flag"]),
            ("insert into calls select | from vessels", ["id", "vessel_name"]),
            ("delete from calls using vessels where f|", ["flag"]),
            // Definitions.
            ("create index on vessels (f|", ["flag"]), ("alter table vessels drop column f|", ["flag"]),
            ("alter table vessels alter column b|", ["built"]),
            ("alter table vessels add column x time|", ["timestamp", "time", "timestamptz"]),
            ("create table x (a in|", ["int", "integer"]), ("create table x (a int references vessels (f|", ["flag"]),
            ("select flag::te| from vessels", ["text"]), ("select cast(flag as te|", ["text"]),
            ("create view x as select f| from vessels", ["flag"]),
            // Keywords.
            ("|", ["select", "insert into"]), ("sel|", ["select"]), ("select 1; sel|", ["select"]),
            ("ins|", ["insert into"]),
            ("select * fr|", ["from"]), ("select * from vessels wh|", ["where"]),
            ("select * from vessels v le|", ["left join"]),
            ("select * from vessels left |", ["join"]), ("select * from vessels order |", ["by"]),
            ("select * from vessels order by id |", ["asc", "desc"]),
            ("select * from vessels group by id hav|", ["having"]),
            ("select * from vessels where id is |", ["null", "not null"]),
            ("select * from vessels where id not |", ["in", "like", "between"]),
            ("select * from vessels where id = 1 a|", ["and", "as"]), ("create |", ["table", "view"]),
            ("alter |", ["table", "view"]),
            ("drop ma|", ["materialized view"]), ("create or |", ["replace"]), ("insert |", ["into"]),
            ("delete |", ["from"]),
            ("create table x (a int pri|", ["primary key"]), ("alter table vessels add col|", ["column"]),
            ("alter table vessels ow|", ["owner to"]), ("begin; rol|", ["rollback"]), ("update vessels se|", ["set"]),
            ("insert into vessels val|", ["values"]), ("select row_number() over (pa|", ["partition by"]),
            ("select row_number() over (partition by fl| from vessels", ["flag"]),
            ("select count(*) from vessels un|", ["union", "union all"]),
            ("select 1 union |", ["all", "select"]), ("explain an|", ["analyze"]), ("select dis|", ["distinct"]),
            ("with x as (select 1) sel|", ["select"]), ("select a from vessels for |", ["update", "share"]),
            ("select co|", ["count(", "coalesce(", "concat("]), ("select count|(", ["count"]),
            ("select ber|", ["berth_free("]),
            ("copy vessels fr|", ["from"]), ("set search_path to au|", ["audit"]), ("drop schema au|", ["audit"]),
            ("drop database har|", ["harbor"]), ("grant |", ["all privileges", "all", "select"]),
            ("select * from vessels\n\nsel|", ["select"]), ("select 1\n\nselect v| from vessels", ["vessel_name"]),
            ("select f|\n\nselect 1 from calls", ["false"]), ("select * from ve|\n\nselect 1", ["vessels"]),
            // The case of the typed text.
            ("SEL|", ["SELECT"]), ("SELECT * FROM vessels WH|", ["WHERE"]), ("SELECT * FROM vessels |", ["AS"]),
            ("select * from vessels WH|", ["WHERE"]),
            ("SELECT COU| FROM vessels", ["COUNT("]), ("SELECT vess| FROM vessels", ["vessel_name"]),
            ("select * from vessels where id = 1 |", ["and", "or", "group by"]),
            ("delete from vessels |", ["where", "using"]),
            ("select row_number() over (order by id |)", ["asc", "desc"]),
            ("select * from vessels v join calls |", ["on", "using", "as"]),
            ("merge into vessels v using calls c on true when |", ["matched", "not matched"]),
            ("merge into vessels v using calls c on |", ["v.id = c.vessel_id"]),
            ("comment on column public.vessels.f|", ["flag"]),
            ("select * from vessels v join calls c on v.id = c.vessel_id |", ["and", "or", "join"]),
            // Commands.
            ("\\d ve|", ["vessels"]), ("\\dt v|", ["vessels"]), ("\\dv |", ["v_arrivals"]), ("\\d audit.|", ["log"]),
            ("\\c ha|", ["harbor"]),
            ("\\dn a|", ["audit"]), ("\\df ber|", ["berth_free("]), ("\\ti|", ["\\timing"]),
            ("select 1 \\g|", ["\\g", "\\gx"]), ("\\x |", ["on", "off", "auto"]),
        ] as [(String, [String])])
    func `the best candidates come first`(marked: String, expected: [String]) {
        #expect(Array(texts(marked).prefix(expected.count)) == expected)
    }

    @Test(
        arguments: [
            ("select * from |", ["calls", "countries", "`Order Lines`", "ports", "user", "v_arrivals", "vessels"]),
            ("use ha|", ["harbor"]), ("select vn| from vessels", ["vessel_name"]),
            ("select `v| from vessels", ["`vessel_name`"]),
            ("\\d ve|", ["vessels"]), ("select v.| from vessels as v", ["id"]),
            ("update vessels v join calls c on |", ["v.id = c.vessel_id"]),
            ("update vessels set f|", ["flag"]), ("insert vessels (b|", ["built"]), ("describe ve|", ["vessels"]),
            ("show columns from ve|", ["vessels"]),
            ("select * from public.ve|", ["vessels"]),
            ("insert into vessels (id) values (1) on dup|", ["duplicate key update"]),
            ("insert into vessels (id) values (1) on duplicate key update f|", ["flag"]),
            ("select group_c|", ["group_concat("]),
            ("alter table vessels modify f|", ["flag"]), ("delimiter //\nselect f| from vessels//", ["flag"]),
            ("select order| from countries", ["`order`"]),
            ("delete v from vessels v where f|", ["flag"]), ("drop database ha|", ["harbor"]),
            ("show cr|", ["create table", "create view"]),
        ] as [(String, [String])])
    func `the best candidates come first on MySQL`(marked: String, expected: [String]) {
        #expect(Array(texts(marked, .mysql).prefix(expected.count)) == expected)
    }

    @Test(arguments: [
        "select 'v|", "select 'v|' from vessels", "select * from vessels -- v|", "select /* v| */ 1", "select $$ v|",
        "select 12|",
        "select 'a' 'b|", "select E'\\'v|", "with |x", "select id as |", "\\i v|", "\\o |", "savepoint |",
        "select \"a\"|",
    ])
    func `there are no candidates in strings, comments and unknown places`(marked: String) {
        #expect(texts(marked).filter { !["recursive", "x"].contains($0) } == [])
    }

    @Test(arguments: [
        ("select * from |", "select"), ("select * from |", "id"), ("select | from vessels", "vessels_id_seq"),
        ("select * from |", "vessels_id_seq"),
        ("select v.| from vessels v", "calls"), ("select * from vessels v join calls c on |", "c.id = c.id"),
        ("select \"f| from vessels", "from"),
        ("insert into vessels (id, |", "id"), ("select * from vessels where |", "where"), ("drop view |", "vessels"),
        ("select * from vessels order |", "asc"),
        ("update vessels set |", "vessels"),
    ])
    func `unsuitable candidates are not offered`(marked: String, unwanted: String) {
        #expect(!texts(marked).contains(unwanted))
    }

    @Test func `a harmful name is not offered`() {
        let all = completion("select * from |").candidates
        #expect(
            all.allSatisfy { candidate in
                candidate.text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E }
            })
        #expect(completion("select * from ev|").candidates.isEmpty)
        #expect(completion("select * from \"x|").candidates.isEmpty)
    }

    @Test func `a quote in a name is doubled`() {
        var names = SchemaNames.harbor
        names.relations["public"] = [
            .init(name: "a\"b`c", kind: .table), .init(name: "1a", kind: .table), .init(name: "Éa", kind: .table),
        ]
        #expect(
            completion("select * from |", names: names).candidates.prefix(3).map(\.text) == [
                "\"a\"\"b`c\"", "\"1a\"", "\"Éa\"",
            ])
        #expect(
            completion("select * from |", .mysql, names: names).candidates.prefix(3).map(\.text) == [
                "`a\"b``c`", "`1a`", "`Éa`",
            ])
    }

    @Test(arguments: [
        ("select v| from vessels", "v"), ("select ve|ssel from vessels", "vessel"),
        ("select v.fl| from vessels v", "fl"), ("select | from vessels", ""),
        ("select \"fl| from vessels", "\"fl"), ("select \"fl|ag\" from vessels", "\"flag\""), ("\\d audit.lo|", "lo"),
        ("\\ti|", "\\ti"), ("select é| from vessels", "é"),
    ])
    func `the typed text is replaced`(marked: String, replaced: String) {
        let text = Array(marked.replacing("|", with: "", maxReplacements: 1).utf8)
        #expect(String(decoding: text[completion(marked).replaced], as: UTF8.self) == replaced)
    }

    @Test func `recently used names come before equally good matches`() {
        let uses = Completion(rules: .postgresql).uses(in: Array("select flag from vessels; select FLAG, x".utf8))
        #expect(uses["flag"] == 2 && uses["x"] == 1)
        #expect(completion("select | from vessels", uses: uses).candidates.first?.text == "flag")
        #expect(completion("select * from c|", uses: ["countries": 3]).candidates.first?.text == "countries")
    }

    @Test func `a candidate shows its kind`() {
        let column = completion("select fl| from vessels").candidates.first
        #expect(column == CompletionCandidate(text: "flag", label: "flag", kind: .column, detail: "text, vessels"))
        let table = completion("select * from vess|").candidates.first
        #expect(table == CompletionCandidate(text: "vessels", label: "vessels", kind: .table, detail: "public"))
    }

    @Test func `the number of candidates is limited`() {
        var names = SchemaNames.harbor
        names.relations["public"] = (0..<3000).map { .init(name: "t\($0)", kind: .table) }
        let candidates = completion("select * from t|", names: names).candidates
        #expect(candidates.count == Completion.limit)
        #expect(candidates.prefix(3).map(\.text) == ["t0", "t1", "t2"])
    }

    @Test(arguments: LexRules.all)
    func `every text has an answer`(rules: LexRules) {
        var random = SeededGenerator(seed: 31)
        let words = [
            "select ", "from ", "where ", "(", ")", ",", ".", "vessels ", "v", "with ", "as ", "join ", "on ", "using ",
            "insert into ",
            "update ", "set ", "=", "create ", "table ", "alter ", "\"", "'", "\\d ", "\n", ";", "order ", "by ",
            "union ", "values ", "* ", "é",
            "drop ", "column ", "add ", "index ", "references ", "over ", "cast(", "case ", "explain ", "`", "copy ",
            "grant ", "\n\n", "is ",
        ]
        for _ in 0..<400 {
            let bytes = Array(
                (0..<Int.random(in: 0...10, using: &random)).map { _ in random.pick(words) }.joined().utf8)
            let cursor = Int.random(in: -1...bytes.count + 1, using: &random)
            let answer = Completion(rules: rules).answer(text: bytes, cursor: cursor, names: .harbor)
            let position = max(0, min(cursor, bytes.count))
            #expect(answer.replaced.lowerBound <= position && position <= answer.replaced.upperBound)
            #expect(answer.replaced.upperBound <= bytes.count && answer.candidates.count <= Completion.limit)
            #expect(Set(answer.candidates.map(\.text)).count == answer.candidates.count)
        }
    }

    @Test(arguments: [
        "(", "select * from (", "with x as (", "a.", "x, ", "select x.* from x, ", "case ", "join a on ",
        "create table a (", "explain ",
    ])
    func `endless nesting has an answer, too`(piece: String) {
        let text = Array(("with x as (select * from x, x) select " + String(repeating: piece, count: 700)).utf8)
        #expect(
            Completion(rules: .postgresql).answer(text: text, cursor: text.count, names: .harbor).candidates.count
                <= Completion.limit)
    }
}

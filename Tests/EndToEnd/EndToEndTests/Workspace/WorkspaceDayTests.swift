import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Features that users of other clients have or want, one test for each.
@Suite struct WorkspaceDayTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    // MARK: Cancel on the server, confirmed

    @Test(arguments: Engine.allCases)
    func `a runaway join is cancelled on the server, and the session continues`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let mark = UUID().uuidString
        try work.run(
            "select count(*) from sensor_readings a, sensor_readings b where a.id + b.id = 0 and '\(mark)' <> '';",
            shows: "running")
        try work.waitOnServer(for: mark, toRun: true)
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "cancelled by the server")
        try work.waitOnServer(for: mark, toRun: false)
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    @Test(arguments: Engine.allCases)
    func `a streaming result is cancelled, and its rows are kept`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        // More rows than the server could send before the key press.
        let rows =
            "select a.id, a.unit from sensor_readings a, (select 1 union all select 2 union all select 3) b, vessels c"
        try work.run(rows + ";", shows: "+ rows")
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "kept")
        try work.terminal.press("F6", "G")
        try work.terminal.eventually("the last row is there") {
            try work.terminal.screen().contains(/row [\d,]{2,} of/)
        }
        try work.terminal.press("F6")
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    @Test func `a third Ctrl-C leaves a server that no longer answers`() throws {
        // The test stops a tunnel, because a stopped server would delay every other test.
        let tunnel = try RogueServers(tunnelTo: #require(Int(sandbox.port("harbor"))))
        let work = try WorkspaceInTerminal(sandbox, .postgresql, port: tunnel.ports["tunnel"])
        tunnel.hold()
        defer { tunnel.release() }
        try work.run("select 'into the void';", shows: "running")
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "cancelling")
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "press once more to drop the connection")
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "NO SESSION")
        try work.terminal.wait(for: "the server may have done")
        tunnel.release()
        try work.terminal.press("M-r")
        try work.terminal.wait(for: "no transaction")
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    @Test(arguments: Engine.allCases)
    func `quitting the program cancels the running statement on the server`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let mark = UUID().uuidString
        let wait = engine == .postgresql ? "pg_sleep(1000)" : "sleep(1000)"
        try work.run("select \(wait), '\(mark)';", shows: "running")
        try work.waitOnServer(for: mark, toRun: true)
        try work.terminal.press("M-1")
        try work.terminal.wait(for: "Enter session")
        try work.terminal.press("q")
        try work.terminal.wait(for: "once more")
        try work.terminal.press("q")
        try work.terminal.wait(for: "left with 0")
        try work.waitOnServer(for: mark, toRun: false)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal that ends the program cancels the running statement, too`(signal: Int32) throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql)
        let mark = UUID().uuidString
        // A server that checks its connection only at the end of the statement.
        try work.run(
            "select count(*) from sensor_readings a, sensor_readings b where a.id + b.id = 0 and '\(mark)' <> '';",
            shows: "running")
        try work.waitOnServer(for: mark, toRun: true)
        Foundation.kill(try work.deck.process(), signal)
        try work.terminal.wait(for: "left with 130")
        try work.waitOnServer(for: mark, toRun: false)
    }

    // MARK: Bounded memory by default

    @Test(arguments: Engine.allCases)
    func `the memory of a large result stays within the budget`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, settings: "[sql]\nmemory = 16\n")
        try work.run("select * from sensor_readings limit 1000;", shows: "1,000 rows")
        let before = try work.memory().peak
        try work.run("select a.* from sensor_readings a, (select 1 union all select 2) b;", shows: "2,000,000 rows")
        try work.terminal.press("F6", "G")
        try work.terminal.wait(for: "row 2,000,000 of")
        // 2 million rows of six columns take about 150 MB.
        #expect(try work.memory().peak - before < (16 + 32) << 10)
    }

    // MARK: Expanded row, multi-line editor, history

    @Test(arguments: Engine.allCases)
    func `a statement is found again by one of its words`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("select concat('needle', ' 1') as\n  found;", shows: "needle 1")
        try work.run("select concat('something else', ' 2') as other;", shows: "something else 2")
        try work.terminal.press("C-r")
        try work.terminal.wait(for: "history of")
        try work.terminal.type("needle")
        try work.terminal.settle()
        try work.terminal.press("Enter")
        try work.terminal.wait(without: "history of")
        #expect(try work.terminal.screen().contains("select concat('needle', ' 1') as"))
        try work.terminal.press("F5")
        try work.terminal.wait(for: "needle 1")
        let kept = try String(contentsOfFile: work.deck.home.path("state/quarterdeck/history"), encoding: .utf8)
        #expect(kept.contains("needle"))
    }

    @Test func `a statement with a password is in no history`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("create role somebody_else password 'sesame';", shows: "Type the cluster's name")
        try work.run("harbor", shows: "ERROR")
        try work.run("select concat('harmless', ' 1') as kept;", shows: "harmless 1")
        let path = work.deck.home.path("state/quarterdeck/history")
        try work.terminal.eventually("the harmless one is kept") {
            (try? String(contentsOfFile: path, encoding: .utf8))?.contains("harmless") == true
        }
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("sesame"))
    }

    @Test(arguments: Engine.allCases)
    func `a secret with a known shape is in no file, which is reported once`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let secrets = ["ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a", "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"]
        for (number, secret) in secrets.enumerated() {
            try work.run(
                "select length('\(secret)') * \(number + 1) as size;", shows: "\(secret.utf8.count * (number + 1))")
        }
        try work.run("select concat('harmless', ' 1') as kept;", shows: "harmless 1")
        let path = work.deck.home.path("state/quarterdeck/history")
        try work.terminal.eventually("the harmless one is kept") {
            (try? String(contentsOfFile: path, encoding: .utf8))?.contains("harmless") == true
        }
        try work.terminal.press("F7")
        try work.terminal.wait(for: "harmless', ' 1')")
        try work.terminal.wait(for: "not kept in the history")
        let told = try work.terminal.screen().components(separatedBy: "not kept in the history").count - 1
        #expect(told == 1)
        let files = FileManager.default.enumerator(atPath: work.deck.home.path("state/quarterdeck"))
        for case let name as String in files ?? .init() {
            let content =
                FileManager.default.contents(atPath: work.deck.home.path("state/quarterdeck/\(name)")) ?? Data()
            for secret in secrets { #expect(content.range(of: Data(secret.utf8)) == nil, "\(name)") }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a row is shown value by value`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("select id, name, call_sign from vessels order by id limit 2;", shows: "2 rows")
        try work.terminal.press("F6", "x")
        try work.terminal.wait(for: " row 1 ───")
        #expect(try work.terminal.screen().contains("call_sign"))
        try work.terminal.press("Escape")
        try work.terminal.wait(without: " row 1 ───")
        #expect(try !work.terminal.screen().contains("name      │"))
        try work.terminal.press("M-x")
        try work.terminal.wait(for: "name      │")
    }

    @Test func `a setting gives the editor vi's keys`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, settings: "[sql]\nkeys = \"vi\"\n")
        try work.terminal.type("select 41 + 2 as answer;")
        try work.terminal.press("Escape")
        try work.terminal.wait(for: "NORMAL")
        try work.terminal.type("0f1r0")
        try work.terminal.wait(for: "select 40 + 2")
        try work.terminal.press("F5")
        try work.terminal.wait(for: "42")
        try work.terminal.type("dd")
        try work.terminal.wait(without: "select 40 + 2")
        try work.terminal.type("u")
        try work.terminal.wait(for: "select 40 + 2")
        try work.terminal.press("F1")
        try work.terminal.wait(for: "help")
        try work.terminal.type("registers")
        try work.terminal.wait(for: "registers for what follows")
    }

    // MARK: Saved queries, scripts, files

    @Test func `a query is saved under a name and loaded again`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'from the folder' as saved")
        try work.terminal.press("M-s")
        try work.terminal.wait(for: "save as a query")
        try work.terminal.enter("mine")
        try work.terminal.wait(for: "saved as")
        try work.terminal.press("M-k", "M-o")
        try work.terminal.wait(for: "saved queries")
        try work.terminal.wait(for: "mine")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "select 'from the folder'")
    }

    @Test(arguments: Engine.allCases)
    func `scripts are run, and results go to files`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.deck.home.write("select 'inner' as it;\n", to: "scripts/inner.sql")
        try work.deck.home.write("select 'outer' as it;\n\\ir inner.sql\n", to: "scripts/outer.sql")
        try work.run("\\i \(work.deck.home.path("scripts/outer.sql"))", shows: "inner")
        try work.terminal.press("F8")
        try work.terminal.wait(for: "select 'outer'")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Enter show")
        try work.deck.home.write("select 'fine';\nselect 'bad' from\n  nowhere_at_all;\n", to: "bad.sql")
        try work.run("\\i \(work.deck.home.path("bad.sql"))", shows: "bad.sql:2")
        try work.deck.home.write("\\ir circle.sql\n", to: "circle.sql")
        try work.run("\\i \(work.deck.home.path("circle.sql"))", shows: "is included too deeply")
        try work.run("\\o \(work.deck.home.path("out.csv"))", shows: "results go to")
        try work.run("select id from vessels order by id limit 2;", shows: "2 rows to")
        let out = work.deck.home.path("out.csv")
        try work.terminal.eventually("the rows are in the file") {
            (try? String(contentsOfFile: out, encoding: .utf8)) == "id\n1\n2\n"
        }
        try work.run("\\o", shows: "results go to the screen")
    }

    @Test func `a file's rows are loaded into a MySQL table, all of them or none`() throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql)
        let (whole, broken) = (work.deck.home.path("in.csv"), work.deck.home.path("broken.csv"))
        let odd = #"it's "odd", \ and"# + "\n海の星"
        let quoted = odd.replacing("\"", with: "\"\"")
        try work.deck.home.write("a,b\n1,\"\(quoted)\"\n2,\n3,\"\"\r\n", to: "in.csv")
        try work.deck.home.write("4,four\nfive,five\n", to: "broken.csv")
        try work.run(
            "create temporary table scratch (a int, b varchar(80), check (a < 10)) character set utf8mb4;",
            shows: "Query OK")
        try work.run("\\copy scratch from '\(whole)' csv header", shows: "COPY 3")
        try work.run("set sql_mode = 'STRICT_ALL_TABLES';", shows: "Query OK, 0 rows affected")
        try work.run("\\copy scratch (a, b) from '\(broken)' csv", shows: "none of the")
        try work.run(
            "select concat('rows ', count(*), ' nulls ', sum(b is null)) as it from scratch;", shows: "rows 3 nulls 1")
        let out = work.deck.home.path("out.csv")
        try work.run("select b from scratch where a = 1;", shows: "\\ and␊海の星")
        try work.run("\\export \(out)", shows: "(csv)")
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "b\n\"\(quoted)\"\n")
    }

    @Test func `a destructive script on production needs a confirmation, too`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("create temp table scratch as select 1 as a;", shows: "SELECT 1")
        let script = work.deck.home.path("wipe.sql")
        try work.deck.home.write("select 'first';\ndelete from scratch;\n", to: "wipe.sql")
        try work.run("\\i \(script)", shows: "Type the cluster's name")
        try work.terminal.press("Escape")
        try work.terminal.wait(for: "not run")
        try work.run("select 'still ' || count(*) from scratch;", shows: "still 1")
        try work.run("\\i \(script)", shows: "Type the cluster's name")
        try work.terminal.enter("harbor")
        try work.terminal.wait(for: "DELETE 1")
        // The same statement again needs another confirmation.
        try work.run("\\g", shows: "Type the cluster's name")
    }

    @Test(arguments: Engine.allCases)
    func `inserts name the table of the rows`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("select id, name from vessels order by id limit 2;", shows: "2 rows")
        try work.run("\\export \(work.deck.home.path("out.sql"))", shows: "(insert)")
        let written = try String(contentsOfFile: work.deck.home.path("out.sql"), encoding: .utf8)
        let table = engine == .postgresql ? "public.vessels" : "`harbor`.`vessels`"
        #expect(written.hasPrefix("INSERT INTO \(table) "), "\(written.prefix(60))")
        try work.run("\\export \(work.deck.home.path("out.json"))", shows: "(json)")
        let data = try Data(contentsOf: URL(fileURLWithPath: work.deck.home.path("out.json")))
        #expect((try JSONSerialization.jsonObject(with: data) as? [[String: Any]])?.count == 2)
        try work.run("\\export out.x nonsense", shows: "there is no format")
    }

    // MARK: The state of the transaction, read-only, guard rails

    @Test(arguments: Engine.allCases)
    func `the status line shows the transaction's state from the server`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("begin;", shows: "TX open")
        if engine == .postgresql {
            try work.run("select 1/0;", shows: "TX FAILED")
            try work.run("rollback;", shows: "no transaction")
        } else {
            try work.run("commit;", shows: "no transaction")
            try work.terminal.enter("set autocommit = 0;")
            try work.run("select count(*) from vessels;", shows: "TX open")
            try work.run("commit;", shows: "no transaction")
        }
    }

    @Test(arguments: Engine.allCases)
    func `the server enforces read-only sessions`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, defaults: "read_only = true")
        try work.run(
            "insert into vessels (id) values (999);",
            shows: engine == .postgresql ? "read-only transaction" : "READ ONLY transaction")
        try work.terminal.press("M-k")
        try work.terminal.enter("set transaction read write;")
        try work.run("drop table vessels;", shows: "Type the cluster's name")
    }

    @Test func `another user writes in a separate session`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.press("M-g")
        try work.terminal.wait(for: "write on harbor as")
        try work.terminal.wait(for: "jane_ro")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "jane_ro@harbor")
        try work.terminal.wait(for: "no transaction")
        try work.run("select concat('I am ', current_user) as who;", shows: "I am jane_ro")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "jane_doe@harbor")
    }

    @Test(arguments: Engine.allCases)
    func `a statement ends at the profile's time limit`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, defaults: "statement_timeout = 1")
        try work.run(
            engine.sleep + " /* timed */;", shows: engine == .postgresql ? "statement timeout" : "max_statement_time")
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    // MARK: The schema

    @Test(arguments: Engine.allCases)
    func `a table is described and inserted from the tree`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, rows: 40)
        try work.terminal.type("select * from ")
        try work.terminal.press("F3")
        try work.terminal.wait(for: "Enter open")
        try work.terminal.eventually("the tables are there") {
            let screen = try work.terminal.screen()
            if screen.contains("vessels") { return true }
            try work.terminal.press("Right", "j")
            return false
        }
        try work.terminal.enter("/vessels")
        try work.terminal.press("d")
        try work.terminal.wait(for: "gross_tonnage")
        try work.terminal.press("F3")
        try work.terminal.wait(for: "Enter open")
        try work.terminal.press("i", "Escape")
        try work.terminal.wait(without: "Enter open")
        #expect(try work.terminal.screen().contains("vessels"))
        try work.run(";", shows: "48 rows")
    }

    // MARK: Tabs

    @Test func `a second session on the same cluster has its own text and results`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("select pg_backend_pid() as one;", shows: "1 row")
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "harbor (2)")
        try work.terminal.wait(for: "no transaction")
        #expect(try !work.terminal.screen().contains("pg_backend_pid"))
        try work.run("begin;", shows: "TX open")
        try work.terminal.press("M-2")
        try work.terminal.wait(for: "pg_backend_pid() as one")
        #expect(try work.terminal.screen().contains("no transaction"))
        try work.terminal.press("M-3")
        try work.run("commit;", shows: "no transaction")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "pg_backend_pid() as one")
    }

    // MARK: The terminal

    @Test func `the terminal copies a cell within its limits`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("select 'copied' as cell;", shows: "1 row")
        try work.terminal.press("F6", "y")
        try work.terminal.wait(for: "clipboard")
        #expect(try work.sent().range(of: Data(Data("copied".utf8).base64EncodedString().utf8)) != nil)
    }

    @Test func `a session without colours shows everything`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, variables: ["NO_COLOR": "1"])
        let before = try work.sent().count
        try work.run("begin;", shows: "TX open")
        #expect(try work.terminal.screen().contains("PROD"))
        let sent = String(decoding: try work.sent().dropFirst(before), as: UTF8.self)
        #expect(sent.firstMatch(of: /\e\[[0-9;]*(?:3[0-7]|38;|4[0-7]|48;)[0-9;]*m/) == nil)
    }

    @Test func `a signal that ends a session restores the terminal`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'kept over the signal'")
        Foundation.kill(try work.deck.process(), SIGTERM)
        try work.terminal.wait(for: "left with 130")
        try work.terminal.enter("stty -a | grep -q ' echo ' && echo 'echo is' on")
        try work.terminal.wait(for: "echo is on")
        #expect(try work.terminal.state("alternate_on") == "0")
        try work.terminal.enter("$Q")
        try work.terminal.wait(for: "clusters")
        try work.open()
        try work.terminal.wait(for: "select 'kept over the signal'")
    }
}

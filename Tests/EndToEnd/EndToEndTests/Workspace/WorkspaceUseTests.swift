import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A DBA's actions in a session, with real keys and real servers.
@Suite struct WorkspaceUseTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: Engine.allCases)
    func `a session shows rows while they arrive and reaches the last one by a key`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("select * from vessels order by id limit 3;", shows: "Aurora Borealis")
        try work.terminal.wait(for: "3 rows")
        try work.run("select id, unit from sensor_readings;", shows: "+ rows")
        try work.terminal.wait(for: "1,000,000 rows")
        try work.terminal.press("F6", "G")
        try work.terminal.wait(for: "row 1,000,000 of 1,000,000")
        try work.terminal.press("g")
        try work.terminal.wait(for: "row 1 of")
        try work.terminal.enter("#50%")
        try work.terminal.wait(for: "row 500,000 of")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "Enter session")
        try work.terminal.press("q")
        try work.terminal.wait(for: "left with 0")
    }

    @Test(arguments: Engine.allCases)
    func `a result is searched, filtered, sorted and restored`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.run("select id, name, built from vessels order by id;", shows: "Aurora Borealis")
        try work.terminal.press("F6")
        try work.terminal.enter("/Wilhelmina")
        try work.terminal.wait(for: "row 2 of")
        try work.terminal.press("*")
        try work.terminal.wait(for: "match")
        try work.terminal.enter("&Wilhelmina")
        try work.terminal.wait(for: "1 of 48 rows")
        try work.terminal.press("u")
        try work.terminal.wait(for: "of 48 ─")
        try work.terminal.press("s")
        try work.terminal.wait(for: "▲")
        try work.terminal.press("s")
        try work.terminal.wait(for: "▼")
    }

    @Test(arguments: Engine.allCases)
    func `Ctrl-C cancels a statement on the server`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let mark = UUID().uuidString
        try work.run(engine.sleep + ", '\(mark)';", shows: "running")
        try work.waitOnServer(for: mark, toRun: true)
        try work.terminal.press("C-c")
        try work.terminal.wait(without: "cancelling")
        try work.terminal.wait(without: "running")
        try work.waitOnServer(for: mark, toRun: false)
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    @Test(arguments: Engine.allCases)
    func `a killed idle session reconnects, one with a transaction does not`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let first = try work.number()
        try work.terminal.type("half of a statement")
        try kill(first, engine)
        try work.terminal.wait(for: "logged in again")
        #expect(try work.terminal.screen().contains("half of a statement"))
        try work.terminal.press("M-k")
        try work.run("begin;", shows: "TX open")
        let second = try work.number()
        #expect(second != first)
        try kill(second, engine)
        try work.terminal.wait(for: "the server rolls the open transaction back")
        try work.terminal.wait(for: "NO SESSION")
        try work.terminal.press("M-r")
        try work.terminal.wait(for: "no transaction")
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    /// Kills a session as the server's owner.
    private func kill(_ number: String, _ engine: Engine) throws {
        var environment = sandbox.env
        environment["HOME"] = NSTemporaryDirectory()
        let statement = engine == .postgresql ? "select pg_terminate_backend(\(number))" : "kill \(number)"
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", engine.rawValue, "-c", statement], environment: environment)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test(arguments: Engine.allCases)
    func `names are completed from the live schema`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.terminal.type("select v.gross from ves")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "▌vessels")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "from vessels")
        try work.terminal.type(" v")
        try work.terminal.press("C-a")
        for _ in 0..<14 { try work.terminal.press("C-f") }
        try work.terminal.press("Tab")
        try work.terminal.eventually("the column is put in, or offered") {
            let screen = try work.terminal.screen()
            if screen.contains("▌gross_tonnage") { try work.terminal.press("Enter") }
            return screen.contains("v.gross_tonnage from vessels v")
        }
    }

    @Test(arguments: Engine.allCases)
    func `familiar commands show the server's objects`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, rows: 44)
        try work.run("\\dt", shows: "sensor_readings")
        let screen = try work.run("\\d vessels", shows: "gross_tonnage")
        #expect(screen.contains("call_sign"))
        try work.run("\\l", shows: " Databases")
        try work.run("\\du", shows: engine == .postgresql ? " Roles" : " Users")
        try work.run("\\?", shows: "\\watch")
        if engine == .postgresql { try work.run("\\nonsense", shows: "try:") }
        try work.run("select id as first_column from vessels limit 2\\gx", shows: "first_column │")
    }

    @Test(arguments: Engine.allCases)
    func `a whole result goes to a file and equals the command's output`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let query = "select * from vessels order by id"
        try work.run(query + ";", shows: "Aurora Borealis")
        try work.terminal.press("F6", "e")
        try work.terminal.wait(for: "export as")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "file")
        let path = work.deck.home.path("out.csv")
        try work.terminal.press("C-u")
        try work.terminal.enter(path)
        try work.terminal.wait(for: "48 rows in /")
        // MySQL's byte columns need not be UTF-8.
        let written = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        #expect(written == (try work.beside(query)))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test(arguments: Engine.allCases)
    func `a hostile cell is shown and harmless for the terminal`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let sql =
            engine == .postgresql
            ? "select E'\\x1b]52;c;aGFja2Vk\\x07' || 'end' as cell, E'\\u202eabc' as bidi;"
            : "select convert(concat(char(27), ']52;c;aGFja2Vk', char(7), 'end') using utf8mb4) as cell, convert(x'e280ae616263' using utf8mb4) as bidi;"
        let screen = try work.run(sql, shows: "␛]52;c;aGFja2Vk␇end")
        #expect(screen.contains("<U+202E>abc"))
        let sent = try Data(contentsOf: URL(fileURLWithPath: work.terminal.log))
        #expect(sent.range(of: Data("\u{1B}]52;c;aGFja2Vk".utf8)) == nil)
        #expect(sent.range(of: Data("\u{202E}".utf8)) == nil)
    }

    @Test func `a destructive statement on production asks for the cluster's name`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("create temp table scratch as select 1 as a;", shows: "SELECT 1")
        try work.run("delete from scratch;", shows: "DELETE without WHERE")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Type the cluster")
        try work.run("select count(*) as left_over from scratch;", shows: "1 row")
        try work.run("delete from scratch;", shows: "Type the cluster's name")
        try work.terminal.enter("harbor")
        try work.terminal.wait(for: "DELETE 1")
    }

    @Test func `a guarded run shows its changes before the commit`() throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql)
        try work.run("create temporary table scratch as select 1 as a union select 2;", shows: "Query OK")
        try work.terminal.type("update scratch set a = a + 10 where a > 0")
        try work.terminal.press("M-m")
        try work.terminal.wait(for: "2 rows touched")
        try work.terminal.enter("commit")
        try work.terminal.wait(for: "no transaction")
        try work.terminal.enter(";")
        try work.run("select sum(a) as total from scratch;", shows: "▌   23")
    }

    @Test func `typed text survives a kill -9 in a private file`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'not lost'")
        let folder = work.deck.home.path("state/quarterdeck/drafts")
        try work.terminal.eventually("the draft is kept") {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.contains { name in
                (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8))?.contains("not lost") == true
            }
        }
        Foundation.kill(try work.deck.process(), SIGKILL)
        try work.terminal.wait(for: "left with 137")
        try work.terminal.press("C-l")
        try work.terminal.enter("reset; $Q")
        try work.terminal.wait(for: "clusters")
        try work.open()
        try work.terminal.wait(for: "select 'not lost'")
    }

    @Test func `the text is edited in the user's own editor`() throws {
        let work = try WorkspaceInTerminal(
            sandbox, .postgresql, variables: ["EDITOR": "sed -i s/forty/40/", "VISUAL": ""])
        try work.terminal.type("select forty + 2 as answer;")
        try work.terminal.press("M-e")
        try work.terminal.wait(for: "select 40 + 2")
        try work.terminal.press("F5")
        try work.terminal.wait(for: "42")
    }

    @Test func `several sessions are open in parallel, each with its own text`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'first'")
        try work.terminal.press("M-1")
        try work.terminal.wait(for: "Enter session")
        try work.terminal.press("j", "j", "Enter")
        try work.terminal.wait(for: "3 ferry")
        try work.terminal.wait(for: "no transaction")
        try work.terminal.type("select 'second'")
        try work.terminal.press("M-2")
        try work.terminal.wait(for: "select 'first'")
        try work.terminal.press("M-3")
        try work.terminal.wait(for: "select 'second'")
    }

    @Test func `a statement is watched until a key is pressed`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("select 'tick' as t \\watch 0.2", shows: "watch 3x")
        try work.terminal.press("Space")
        try work.terminal.wait(for: "no longer watched")
    }

    @Test func `rows are copied between files and the server`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        let path = work.deck.home.path("in.csv")
        try "1,one\n2,two\n".write(toFile: path, atomically: true, encoding: .utf8)
        try work.run("create temp table scratch (a int, b text);", shows: "CREATE TABLE")
        // The cluster is a production cluster.
        try work.run("\\copy scratch from '\(path)' csv", shows: "Type the cluster's name to run it.")
        try work.run("harbor", shows: "COPY 2")
        let out = work.deck.home.path("out.txt")
        try work.terminal.enter("\\copy scratch to '\(out)'")
        try work.terminal.eventually("the file is there") {
            (try? String(contentsOfFile: out, encoding: .utf8)) == "1\tone\n2\ttwo\n"
        }
    }

    @Test(arguments: Engine.allCases)
    func `a plan is a tree`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.terminal.type("select count(*) from sensor_readings where unit = 'cm'")
        try work.terminal.press("F4")
        try work.terminal.wait(for: "sensor_readings")
        try work.terminal.wait(for: "share")
    }

    @Test(arguments: Engine.allCases)
    func `the schema is a tree, and its names are inserted into the text`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        try work.terminal.press("F3")
        if engine == .postgresql {
            try work.terminal.wait(for: "+ public")
            try work.terminal.press("j", "Right")
        } else {
            try work.terminal.wait(for: "+ harbor")
            try work.terminal.press("Right")
        }
        try work.terminal.wait(for: "+ Views")
        try work.terminal.press("j", "Right")
        try work.terminal.wait(for: "+ berths")
        try work.terminal.enter("/vessels")
        try work.terminal.wait(without: "+ berths")
        try work.terminal.press("j")
        try work.terminal.wait(for: engine == .postgresql ? "▌      + vessels" : "▌    + vessels")
        try work.terminal.press("Right")
        try work.terminal.wait(for: "gross_tonnage")
        try work.terminal.press("i")
        try work.terminal.press("Escape")
        try work.terminal.wait(for: engine == .postgresql ? "1▌ public.vessels" : "1▌ vessels")
    }

    @Test func `no screen of a session shows a part of a token`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("\\conninfo", shows: "chain and host name verified")
        try work.terminal.press("F7")
        try work.terminal.wait(for: "log")
        let sent = try Data(contentsOf: URL(fileURLWithPath: work.terminal.log))
        #expect(sent.range(of: Data("X-Amz".utf8)) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a dying server is reported, and its successor is found under the same name`(engine: Engine) throws {
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        let own = try SharedSandbox.up(folder.path("s"))
        defer {
            _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", folder.path("s")])
        }
        let work = try WorkspaceInTerminal(own, engine)
        try work.run("select 'received' as earlier;", shows: "1 row")
        try work.terminal.type("select 'typed'")
        Foundation.kill(engine == .postgresql ? own.pids.postgresql : own.pids.mariadb, SIGKILL)
        try work.terminal.wait(for: "NO SESSION")
        #expect(try work.terminal.screen().contains("select 'typed'"))
        for pid in [own.pids.postgresql, own.pids.mariadb, own.pids.supervisor] { Foundation.kill(pid, SIGKILL) }
        _ = try SharedSandbox.up(folder.path("s"))
        try work.terminal.wait(for: "no transaction")
        #expect(try work.terminal.screen().contains("select 'typed'"))
        try work.terminal.press("F8")
        #expect(try work.terminal.wait(for: "results").contains("select 'received' as earlier"))
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Enter show")
        try work.terminal.enter(";")
        try work.terminal.wait(for: "1 row")
    }
}

import Failures
import ScreenKit
import TerminalUI
import Testing

@testable import Activity

@Suite struct ActivityScreenTests {
    @Test func `the oldest transaction comes first, idle sessions are left out, and the counts are right`() {
        var harbour = Harbour("orders", environment: "production")
        harbour.sample(Harbour.queue)
        #expect(
            harbour.text == """
                  PROD  orders  PostgreSQL 15.18  writer  up 3d  connections 6/160                         14:02:33 every 2 s
                 active 3  waiting 2  idle in transaction 1  oldest transaction 12:41
                 load 3.0   I IO:DataFileRead ████ 1.0   L Lock:transactionid ████ 1.0   L Lock:tuple ████ 1.0
                       PID USER         STATE    WAIT                   TX AGE QUERY AGE BLOCKS  QUERY
                ▌     4711 app          idle tx  Client:ClientRead       12:41     12:40      2  UPDATE stock SET qty = qty -…
                      5120 report       active   IO:DataFileRead         03:10     03:10         select 1
                      4802 app          active   Lock:transactionid      00:52     00:52      1  UPDATE stock SET a = 2
                      4803 app          active   Lock:tuple              00:51     00:51         UPDATE stock SET a = 2









                 Enter query  c cancel  k terminate  Tab view: sessions  / filter  s sort  Space pause                 4 of 5
                """)
    }

    @Test func `the blocking view shows sessions below those that block them`() {
        var harbour = Harbour("orders", columns: 150)
        harbour.sample(Harbour.queue)
        harbour.press("tab")
        #expect(harbour.line(with: "4711")?.contains("UPDATE stock SET qty") == true)
        #expect(harbour.line(with: "4802")?.contains("└─ waits for 00:51 for transactionid ShareLock") == true)
        #expect(harbour.line(with: "4803")?.contains("   └─ waits for 00:50 for tuple stock ExclusiveLock") == true)
        #expect(harbour.line(with: "5120") == nil)
    }

    @Test func `the cursor stays on its session when the order changes`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.press("down", "down")
        #expect(harbour.state.cursor == 4_802)
        var next = Harbour.queue
        next[1].transactionAge = 5_000
        harbour.sample(next)
        #expect(harbour.state.cursor == 4_802)
        #expect(harbour.state.line == 0)
    }

    @Test func `production asks for the cluster's name, and another name ends nothing`() {
        var harbour = Harbour("orders", environment: "production")
        harbour.sample(Harbour.queue)
        harbour.press("k")
        #expect(harbour.text.contains("Terminate session 4711 of app on orders?"))
        harbour.type("order")
        harbour.press("enter")
        #expect(harbour.effects.isEmpty)
        #expect(harbour.text.contains("nothing was ended: the name is orders"))
        harbour.press("k")
        harbour.type("orders")
        harbour.press("enter")
        #expect(harbour.effects == [.end(RowID("orders"), 4_711, terminates: true)])
    }

    @Test func `outside of production y cancels all marked sessions, and any other key none`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.press("down", "m", "m", "c", "x", "enter")
        #expect(harbour.effects.isEmpty)
        harbour.press("y")
        #expect(
            harbour.effects == [
                .end(RowID("orders"), 4_802, terminates: false), .end(RowID("orders"), 5_120, terminates: false),
            ])
    }

    @Test func `a session shows the plan of one statement, but not of a text of several`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.press("down", "E")
        #expect(harbour.effects == [.edit(RowID("orders"), "EXPLAIN select 1")])
        var session = ServerSession(pid: 1)
        (session.state, session.query) = ("active", "begin; delete from stock;")
        harbour.effects = []
        harbour.sample([session])
        harbour.press("E")
        #expect(harbour.effects.isEmpty)
        #expect(harbour.text.contains("may be several statements"))
        session.query = "select $1; "
        harbour.sample([session])
        harbour.press("E")
        #expect(harbour.effects == [.edit(RowID("orders"), "EXPLAIN (GENERIC_PLAN) select $1; ")])
    }

    @Test func `the server's answer is shown`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        let refusal = Failure(
            .notPermitted, "the server refused to cancel session 4711", why: "must be a superuser",
            next: "GRANT pg_signal_backend TO jane_doe")
        _ = update(
            &harbour.state, .ended(RowID("orders"), 4_711, terminates: false, .failure(refusal), harbour.now))
        #expect(harbour.text.contains("must be a superuser; GRANT pg_signal_backend TO jane_doe"))
        _ = update(&harbour.state, .ended(RowID("orders"), 1, terminates: true, .success(false), harbour.now))
        #expect(harbour.state.messages.all.last?.text == "orders has no session 1 any more")
    }

    @Test func `an older sample stays on the screen when newer ones arrive`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.sample([])
        harbour.sample([])
        harbour.press("[", "[")
        #expect(harbour.line(with: "4711") != nil)
        #expect(harbour.text.contains("14:02:33, 2 back of 3"))
        harbour.sample([])
        #expect(harbour.line(with: "4711") != nil)
        harbour.press("c")
        #expect(harbour.text.contains("an old sample is shown"))
        harbour.press("0")
        #expect(harbour.line(with: "4711") == nil)
    }

    @Test func `the filter finds sessions by any column, and Esc shows all`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.press("/")
        harbour.type("datafile")
        harbour.press("enter")
        #expect(harbour.line(with: "5120") != nil)
        #expect(harbour.line(with: "4711") == nil)
        harbour.press("escape")
        #expect(harbour.line(with: "4711") != nil)
        #expect(harbour.effects.isEmpty)
        harbour.press("escape")
        #expect(harbour.effects == [.leave])
    }

    @Test func `groups count their sessions`() {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.press("b")
        #expect(harbour.line(with: "app")?.split(separator: " ") == ["▌", "3", "2", "2", "12:41", "app"])
        #expect(harbour.line(with: "report")?.split(separator: " ") == ["1", "1", "0", "03:10", "report"])
    }

    @Test func `several clusters have a line each, and Enter shows one`() {
        var harbour = Harbour("orders", "billing", environment: "staging")
        harbour.sample(Harbour.queue, of: "orders")
        harbour.fail(Failure(.unavailable, "billing cannot be reached", why: "no route"), of: "billing")
        #expect(
            harbour.line(with: "orders")?.contains("writer        6/160       3        2        1      12:41") == true)
        #expect(harbour.line(with: "billing")?.contains("billing cannot be reached; why: no route") == true)
        #expect(harbour.text.contains("2 clusters, 1 without an answer"))
        harbour.press("enter")
        #expect(harbour.line(with: "4711") != nil)
        harbour.press("escape")
        #expect(harbour.line(with: "billing cannot be reached") != nil)
    }

    @Test func `progress and statements are sampled while their view is shown`() {
        var harbour = Harbour("orders")
        harbour.sample([])
        harbour.press("shift-tab")
        #expect(harbour.effects == [.detail(RowID("orders"), [.statements])])
        #expect(harbour.text.contains("waiting for the next one"))
        func cost(_ calls: UInt64, _ seconds: Double) -> StatementCost {
            StatementCost(identifier: "1", query: "select\n  ?", calls: calls, seconds: seconds, rows: 0)
        }
        harbour.sample([]) { $0.statements = [cost(100, 5)] }
        harbour.sample([]) { $0.statements = [cost(300, 6)] }
        #expect(harbour.line(with: "select ?")?.split(separator: " ").prefix(3) == ["100.0", "50.0", "5.0"])
        harbour.effects = []
        harbour.press("shift-tab")
        #expect(harbour.effects == [.detail(RowID("orders"), [.progress])])
        let vacuum = CommandProgress(
            pid: 7, command: "VACUUM", target: "stock", phase: "scanning heap", done: 25, total: 100)
        harbour.sample([]) { $0.progress = [vacuum] }
        #expect(harbour.line(with: "VACUUM")?.contains("stock") == true)
        #expect(harbour.line(with: "VACUUM")?.contains("25 %") == true)
        harbour.press("tab", "tab")
        #expect(harbour.effects.last == .detail(nil, []))
    }

    @Test func `rates are differences of two samples`() {
        var harbour = Harbour("orders")
        harbour.sample([], transactions: 1_000)
        harbour.sample([], transactions: 1_500)
        #expect(harbour.text.contains("tps 250"))
    }

    @Test func `pausing and the interval are effects, and a late sample is reported`() {
        var harbour = Harbour("orders")
        harbour.sample([])
        harbour.press("space", "+", "-", "-")
        #expect(harbour.effects == [.pause(true), .sampleEvery(1), .sampleEvery(2), .sampleEvery(4)])
        #expect(harbour.text.contains("paused"))
        harbour.press("space")
        let late = Moment(wall: harbour.now.wall + 60_000_000_000, uptime: harbour.now.uptime + 60_000_000_000)
        _ = update(&harbour.state, .tick(late))
        #expect(harbour.text.contains("last sample 01:00 ago"))
    }

    @Test(arguments: [(40, 8), (60, 20), (80, 24), (200, 60)])
    func `the screen fits in every size`(_ columns: Int, _ rows: Int) {
        var harbour = Harbour("orders", environment: "production", columns: columns, rows: rows)
        for _ in 0..<80 { harbour.sample(Harbour.queue) }
        for key in ["tab", "tab", "tab", "b", "?"] {
            harbour.press(key)
            #expect(harbour.text.contains("orders"))
        }
        #expect(Harbour("orders", columns: 39, rows: 8).text.hasPrefix("too small: have 39x8, need 40x8"))
    }

    @Test func `control characters in a statement are made visible`() {
        var harbour = Harbour("orders")
        var session = ServerSession(pid: 1)
        (session.state, session.query) = ("active", "select '\u{1B}[2J\u{7}'")
        harbour.sample([session])
        #expect(harbour.text.contains("select '␛[2J␇'"))
    }

    @Test func `an hour of two thousand busy sessions stays within its memory limit`() {
        var history = LoadHistory(mostBytes: 8 << 20)
        var sample = ServerSample()
        sample.sessions = (0..<2_000).map { index in
            var session = ServerSession(pid: UInt64(index))
            (session.state, session.query) = ("active", "select * from a_table_of_some_length where id = \(index)")
            return session
        }
        for second in 0..<200 {
            history.add(sample, at: Moment(wall: 0, uptime: Int64(second) * 2_000_000_000))
        }
        #expect(history.points.count == 200)
        #expect(history.points.last?.sample?.sessions.count == 2_000)
        #expect(history.points.count { $0.sample != nil } < 20)
        #expect(history.points.first?.active == 2_000)
        history.add(sample, at: Moment(wall: 0, uptime: 3_700_000_000_000))
        #expect(history.points.count < 160)
    }
}

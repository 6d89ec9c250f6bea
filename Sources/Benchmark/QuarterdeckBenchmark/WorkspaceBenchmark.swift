import CPlatform
import Glibc
import Sandbox

/// Measures an SQL session on its own terminal with a result of ten million rows: keys during loading, memory, search,
/// sort.
enum WorkspaceBenchmark {
    private static let query =
        "select i, md5(i::text) as h, i % 1000 as m from (select generate_series(1, 10000000) as i) g;"

    static func run() {
        print("workspace: a result of ten million rows from PostgreSQL, on a terminal of 110x59")
        guard let sandbox = BenchmarkSandbox() else { return print("  there is no sandbox to be had") }
        defer { sandbox.down() }
        var variables = sandbox.description.env
        variables["HOME"] = sandbox.description.state + "/home"
        guard let deck = DeckProcess(variables) else { return print("  quarterdeck cannot be run") }
        defer { deck.end() }
        deck.read(until: "clusters", milliseconds: 5_000)
        let start = qd_monotonic_nanoseconds()
        deck.type("\r")
        deck.read(until: "connected", milliseconds: 10_000)
        print("  Enter to a session: \(milliseconds(since: start)) ms wall")
        deck.read(milliseconds: 500)
        let sent = qd_monotonic_nanoseconds()
        deck.type(query + "\r")
        deck.read(until: "c4ca4238a0b923820dcc509a6f75849b", milliseconds: 20_000)
        print("  Enter to the first page: \(milliseconds(since: sent)) ms wall, the server's own work in it")
        deck.type("\u{1B}[17~")
        keys(
            deck, "while rows come", [("down", "j"), ("a page down", " "), ("to the last", "G"), ("to the first", "g")])
        deck.read(until: "all in", milliseconds: 120_000)
        print(
            "    all rows after \(milliseconds(since: sent)) ms; memory at its peak \(Measurement.text(deck.peak)) MiB")
        deck.read(milliseconds: 500)
        keys(
            deck, "when all are there",
            [("to the last", "G"), ("to the first", "g"), ("50 %", "#50%\r"), ("down", "j")])
        job(deck, "search for what is not there", "/not there\r", until: "is not in the result")
        job(deck, "sort by the third column", "$s", until: "rows sorted")
        print("    memory at its peak \(Measurement.text(deck.peak)) MiB")

        print("  Ctrl-C to the server's word that it has cancelled, wall")
        deck.type("\u{1B}[17~")
        CancelBenchmark.run(deck, engine: "PostgreSQL", sleep: "pg_sleep(1000)")
        // Back to the deck, two clusters down.
        deck.type("\u{1B}[24~")
        deck.read(until: "session", milliseconds: 2_000)
        deck.type("jj\r")
        deck.read(until: "connected", milliseconds: 10_000)
        deck.read(milliseconds: 500)
        CancelBenchmark.run(deck, engine: "MariaDB", sleep: "sleep(1000)")
    }

    /// The cost of a key for the main thread, apart from the cost of following the rows meanwhile.
    private static func keys(_ deck: DeckProcess, _ when: String, _ keys: [(String, String)]) {
        deck.read(milliseconds: 300)
        let idle = deck.mainCPU
        deck.read(milliseconds: 200)
        let background = deck.mainCPU - idle
        var figures: [String] = []
        for (name, key) in keys {
            let before = deck.mainCPU
            deck.type(key)
            deck.read(milliseconds: 200)
            figures.append("\(name) \(Measurement.text(max(0, deck.mainCPU - before - background)))")
        }
        print("    a key \(when), ms CPU: \(figures.joined(separator: ", "))")
    }

    private static func job(_ deck: DeckProcess, _ what: String, _ keys: String, until text: String) {
        let (start, before) = (qd_monotonic_nanoseconds(), deck.cpu)
        deck.type(keys)
        deck.read(until: text, milliseconds: 120_000)
        print("    \(what): \(milliseconds(since: start)) ms wall, \(Measurement.text(deck.cpu - before)) ms CPU")
    }

    private static func milliseconds(since start: Int64) -> String {
        Measurement.text(Double(qd_monotonic_nanoseconds() - start) / 1e6)
    }
}

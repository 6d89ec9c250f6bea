import CPlatform

/// Measures the time from Ctrl-C to the server's confirmation, and to the result of a statement typed after it.
enum CancelBenchmark {
    private static let samples = 5

    /// Measures in an open session, on tables of the sandbox.
    static func run(_ deck: DeckProcess, engine: String, sleep: String) {
        let work = [
            ("a sleep", "select \(sleep);"),
            ("a runaway join", "select count(*) from sensor_readings a, sensor_readings b where a.id + b.id = 0;"),
            ("a stream of rows", "select a.id, a.unit from sensor_readings a, vessels c;"),
        ]
        for (name, statement) in work {
            var (told, usable): ([Double], [Double]) = ([], [])
            for sample in 0..<samples {
                deck.type(statement + "\r")
                deck.read(milliseconds: 700)
                let start = qd_monotonic_nanoseconds()
                deck.type("\u{3}")
                deck.read(until: "cancelled by", milliseconds: 10_000)
                let word = milliseconds(since: start)
                told.append(word)
                // Text typed before the session's state has arrived is queued behind the failed run and dropped.
                deck.read(milliseconds: 100)
                let typed = qd_monotonic_nanoseconds()
                // A unique result, so that no other number on the screen can be mistaken for it.
                deck.type("select \(70_000 + sample) + 7 as answer;\r")
                deck.read(until: "\(70_007 + sample)", milliseconds: 10_000)
                usable.append(word + milliseconds(since: typed))
                deck.read(milliseconds: 300)
            }
            print("    \(engine), \(name): \(text(told)); to the next statement's result \(text(usable))")
        }
    }

    private static func text(_ times: [Double]) -> String {
        "\(Measurement.text(Measurement.median(times))) ms, at most \(Measurement.text(times.max() ?? 0))"
    }

    private static func milliseconds(since start: Int64) -> Double {
        Double(qd_monotonic_nanoseconds() - start) / 1e6
    }
}

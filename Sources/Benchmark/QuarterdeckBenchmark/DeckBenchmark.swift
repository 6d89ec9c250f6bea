import CPlatform
import Glibc

/// Measures the deck on its own terminal: the first screen, keys, and the cost of leaving it open.
enum DeckBenchmark {
    static func run() {
        print("deck: on a terminal of 110x59, CPU of all its threads")
        guard let folder = Folder() else { return print("  there is no place for its files") }
        defer { folder.remove() }
        for count in [1_000, 10_000] {
            folder.writeProfile(count)
            firstScreen(count, folder)
            keys(count, folder)
        }
        folder.writeProfile(50)
        idle(folder)
    }

    private static func firstScreen(_ count: Int, _ folder: Folder) {
        var costs: [(cpu: Double, wall: Double)] = []
        for _ in 0..<9 {
            let start = qd_monotonic_nanoseconds()
            guard let deck = DeckProcess(folder.variables) else { return print("  quarterdeck cannot be run") }
            deck.read(until: "cluster-00002", milliseconds: 10_000)
            costs.append((deck.cpu, Double(qd_monotonic_nanoseconds() - start) / 1e6))
            deck.end()
        }
        let (cpu, wall) = (Measurement.median(costs.map(\.cpu)), Measurement.median(costs.map(\.wall)))
        print("  \(count) clusters, first screen: \(Measurement.text(cpu)) ms CPU, \(Measurement.text(wall)) ms wall")
    }

    private static func keys(_ count: Int, _ folder: Folder) {
        guard let deck = DeckProcess(folder.variables) else { return }
        deck.read(milliseconds: 1_000)
        let keys = [
            ("down", "j"), ("to the end", "G"), ("to the top", "g"), ("sort", "s"), ("begin a filter", "/"),
            ("first letter", "9"), ("second letter", "9"), ("drop the filter", "\u{1B}"), ("mark all", "*"),
        ]
        var figures: [String] = []
        for (name, key) in keys {
            let before = deck.cpu
            deck.type(key)
            deck.read(milliseconds: 400)
            figures.append("\(name) \(Measurement.text(deck.cpu - before))")
        }
        print("    a key, ms CPU: \(figures.joined(separator: ", "))")
        print("    memory at its peak: \(Measurement.text(deck.peak)) MiB")
        deck.type("r")
        deck.read(milliseconds: 3_000)
        print("    with a token for each of them: \(Measurement.text(deck.peak)) MiB")
        deck.end()
    }

    private static func idle(_ folder: Folder) {
        guard let deck = DeckProcess(folder.variables) else { return }
        deck.read(milliseconds: 1_000)
        deck.type("*")
        deck.type("r")
        deck.read(milliseconds: 5_000)
        let before = deck.cpu
        let start = qd_monotonic_nanoseconds()
        let bytes = deck.read(milliseconds: 30_000)
        let seconds = Double(qd_monotonic_nanoseconds() - start) / 1e9
        let share = (deck.cpu - before) / seconds / 10
        print(
            "  idle with 50 countdowns: \(Int((share * 100).rounded()))/100 % of a core, "
                + "\(Int(Double(bytes) / seconds)) bytes a second")
        deck.end()
    }
}

/// A home directory with a profile file.
private struct Folder {
    let path: String

    init?() {
        var name = Array("/tmp/quarterdeck-benchmark-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { return nil }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var profile: String { path + "/clusters.toml" }

    func writeProfile(_ count: Int) {
        var text = "[defaults]\nuser = \"jane_doe\"\n"
        for number in 0..<count {
            let name = "cluster-\(String(100_000 + number).dropFirst())"
            text += """
                [clusters.\(name)]
                engine = "\(number % 2 == 0 ? "postgresql" : "mysql")"
                endpoint = "\(name).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                environment = "\(["production", "staging", "dev"][number % 3])"
                tags = ["team-\(number % 7)"]

                """
        }
        guard let file = fopen(profile, "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    /// The environment of the deck.
    var variables: [String: String] {
        [
            "HOME": path, "QUARTERDECK_CONFIG": profile,
            // No server listens there: the figures depend on no network.
            "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ]
    }

    func remove() {
        unlink(profile)
        _ = Measurement.process(["rm", "-rf", path], runs: 1)
    }
}

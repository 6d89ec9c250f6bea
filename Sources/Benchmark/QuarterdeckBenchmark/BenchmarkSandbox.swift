import FoundationEssentials
import Glibc
import Sandbox

/// A sandbox for the duration of a benchmark, with the login data for programs.
struct BenchmarkSandbox {
    let description: SandboxDescription
    private let state: String

    /// Starts the sandbox; nil when that fails.
    init?() {
        state = "/tmp/quarterdeck-benchmark-\(getuid())-\(getpid())"
        let file = state + ".json"
        let command = "'\(Self.program)' sandbox up --state '\(state)' --json > '\(file)'"
        guard system(command) == 0, let data = FileManager.default.contents(atPath: file),
            let description = try? JSONDecoder().decode(SandboxDescription.self, from: data)
        else { return nil }
        unlink(file)
        self.description = description
        for (name, value) in description.env { setenv(name, value, 1) }
    }

    func down() {
        _ = system("'\(Self.program)' sandbox down --state '\(state)' >/dev/null")
        // The files of a measured deck.
        try? FileManager.default.removeItem(atPath: state)
    }

    /// The program beside the benchmark.
    static var program: String {
        let own = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        return (CommandLine.arguments[0].hasPrefix("/") ? "/" : "./") + own + "/quarterdeck"
    }

    func cluster(_ name: String) -> SandboxDescription.Cluster? {
        description.clusters.first { $0.name == name }
    }

    func port(_ name: String) -> Int {
        cluster(name)?.connect_to.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    /// A token from the program.
    func token(_ name: String) -> String {
        let file = state + "/token"
        _ = system("'\(Self.program)' token \(name) > '\(file)'")
        defer { unlink(file) }
        return FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The environment of psql and the plain loop.
    var postgreSQLVariables: [String] {
        [
            "PGHOST=\(cluster("harbor")?.endpoint ?? "")", "PGHOSTADDR=127.0.0.1", "PGPORT=\(port("harbor"))",
            "PGUSER=jane_doe", "PGDATABASE=harbor", "PGSSLMODE=verify-full", "PGGSSENCMODE=disable",
            "PGSSLROOTCERT=\(description.ca_file)", "PGPASSWORD=\(token("harbor"))",
        ]
    }
}

import FoundationEssentials
import Glibc
import Sandbox

/// A sandbox for the time of a benchmark, and what programs need to log in there.
struct BenchmarkSandbox {
    let description: SandboxDescription
    private let state: String

    /// Starts it; nil where that is not possible.
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
        // What a deck that was measured there left behind.
        try? FileManager.default.removeItem(atPath: state)
    }

    /// The program beside this one.
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

    /// A token by the program.
    func token(_ name: String) -> String {
        let file = state + "/token"
        _ = system("'\(Self.program)' token \(name) > '\(file)'")
        defer { unlink(file) }
        return FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What psql and the plain loop find in their environment.
    var postgreSQLVariables: [String] {
        [
            "PGHOST=\(cluster("harbor")?.endpoint ?? "")", "PGHOSTADDR=127.0.0.1", "PGPORT=\(port("harbor"))",
            "PGUSER=jane_doe", "PGDATABASE=harbor", "PGSSLMODE=verify-full", "PGGSSENCMODE=disable",
            "PGSSLROOTCERT=\(description.ca_file)", "PGPASSWORD=\(token("harbor"))",
        ]
    }
}

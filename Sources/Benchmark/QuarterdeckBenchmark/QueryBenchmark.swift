import CSessionBaseline
import Glibc
import Sandbox

/// Compares `quarterdeck sql` with the servers' own clients and the simplest loop in C, in one run.
enum QueryBenchmark {
    private static let rows = "select * from sensor_readings"

    static func run() {
        guard let sandbox = BenchmarkSandbox() else { return print("sql: the sandbox does not start") }
        defer { sandbox.down() }
        postgreSQL(sandbox)
        mySQL(sandbox)
    }

    private static func own(_ cluster: String, _ sql: String, _ format: String = "csv") -> [String] {
        [BenchmarkSandbox.program, "sql", cluster, "--format", format, "-c", sql]
    }

    private static func postgreSQL(_ sandbox: BenchmarkSandbox) {
        let variables = ["env"] + sandbox.postgreSQLVariables
        let psql = variables + [clientPath("psql"), "-X", "--csv"]
        print("sql: connect and select 1 on PostgreSQL, medians of 21 runs; psql has a token ready")
        Measurement.print("quarterdeck sql", Measurement.process(own("harbor", "select 1"), runs: 21))
        Measurement.print("psql --csv", Measurement.process(psql + ["-c", "select 1"], runs: 21))
        print("sql: 1,000,000 rows of 6 columns as CSV from PostgreSQL, medians of 5 runs")
        Measurement.print("quarterdeck sql", Measurement.process(own("harbor", rows), runs: 5))
        Measurement.print("psql --csv", Measurement.process(psql + ["-c", rows], runs: 5))
        Measurement.print(
            "psql --csv, FETCH_COUNT=1000", Measurement.process(psql + ["-v", "FETCH_COUNT=1000", "-c", rows], runs: 5))
        Measurement.print(
            "C, single-row loop, no output",
            Measurement.process(variables + [CommandLine.arguments[0], "loop-postgresql"], runs: 5))
        Measurement.print("quarterdeck sql, table", Measurement.process(own("harbor", rows, "table"), runs: 3))
        Measurement.print(
            "psql, table", Measurement.process(variables + [clientPath("psql"), "-X", "-c", rows], runs: 3))
    }

    private static func mySQL(_ sandbox: BenchmarkSandbox) {
        setenv("MYSQL_PWD", sandbox.token("ferry"), 1)
        let mariadb = [
            "mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-P", "\(sandbox.port("ferry"))", "-u",
            "jane_doe", "--ssl-ca=\(sandbox.description.ca_file)", "--ssl-verify-server-cert", "--batch", "--quick",
            "harbor", "-e",
        ]
        let clean = ["env", "-u", "MYSQL_PWD"]
        print("sql: connect and select 1 on MySQL, medians of 21 runs; mariadb has a token ready")
        Measurement.print("quarterdeck sql", Measurement.process(clean + own("ferry", "select 1"), runs: 21))
        Measurement.print("mariadb --batch", Measurement.process(mariadb + ["select 1"], runs: 21))
        print("sql: 1,000,000 rows of 6 columns from MySQL, medians of 5 runs")
        Measurement.print("quarterdeck sql, csv", Measurement.process(clean + own("ferry", rows), runs: 5))
        Measurement.print("mariadb --batch --quick", Measurement.process(mariadb + [rows], runs: 5))
        Measurement.print(
            "C, mysql_use_result loop, no output",
            Measurement.process(
                [
                    CommandLine.arguments[0], "loop-mysql", "\(sandbox.port("ferry"))", sandbox.description.ca_file,
                ], runs: 5))
    }

    /// Debian's psql is a Perl wrapper; the comparison uses the program itself.
    private static func clientPath(_ name: String) -> String {
        let path = "/usr/lib/postgresql/15/bin/" + name
        return access(path, X_OK) == 0 ? path : name
    }

    /// Runs each loop in a process of its own.
    static func loop(_ words: [String]) -> Bool {
        switch words.first {
        case "loop-postgresql":
            exit(qd_baseline_postgresql(rows) == 1_000_000 ? 0 : 1)
        case "loop-mysql":
            let token = String(cString: getenv("MYSQL_PWD"))
            let count = qd_baseline_mysql(
                "127.0.0.1", UInt32(words[1]) ?? 0, "jane_doe", token, words[2], "harbor", rows)
            exit(count == 1_000_000 ? 0 : 1)
        default: return false
        }
    }
}

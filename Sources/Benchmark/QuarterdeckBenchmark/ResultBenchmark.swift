import CPlatform
import Glibc
import Results
import SQLWire

/// Measures storing, showing, searching and sorting the rows of large results; sorting is compared with coreutils'
/// `sort`.
enum ResultBenchmark {
    private static let rowCount = 10_000_000
    private static let directory = "/tmp"

    static func run() {
        print("results: \(rowCount) rows of 6 columns, 64 MiB of memory for them")
        let before = peak()
        if let store = append() {
            pages(store)
            searches(store)
            filters(store)
            print("  memory of the process at its peak: \(before) MiB before, \(peak()) MiB now")
        }
        print("results: sorting 1,000,000 rows of 2 columns, CPU, medians of 5 runs")
        for keys in SortedKeys.all { sort(keys) }
    }

    /// Rows like those of a table of sensor readings, 4,096 in a batch.
    private static func batches() -> [RowBatch] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { number in
            var batch = RowBatch(columnCount: 6)
            for row in 0..<4_096 {
                let values = [
                    "\(number * 4_096 + row)", "sensor-\(random.next() % 500)",
                    "2026-11-\(10 + row % 20) 12:\(10 + row % 50):00+00", "\(Double(random.next() % 100_000) / 100)",
                    row % 9 == 0 ? nil : "status nominal, battery at \(row % 100) %", "\(row % 2 == 0 ? "t" : "f")",
                ].map { $0.map { Array($0.utf8) } }
                batch.append(values)
            }
            return batch
        }
    }

    private static func append() -> ResultStore? {
        let store = ResultStore(
            columns: (0..<6).map { Column(name: Array("c\($0)".utf8), kind: .text) }, budget: MemoryBudget(),
            directory: directory)
        let batches = batches()
        var isKept = true
        let start = qd_monotonic_nanoseconds()
        let cpu = Measurement.cpuSeconds {
            do {
                var index = 0
                while store.rowCount < rowCount {
                    try store.append(batches[index % batches.count])
                    index += 1
                }
                store.finish(isComplete: true)
            } catch {
                isKept = false
                print("  \(error)")
            }
        }
        guard isKept else { return nil }
        let wall = Double(qd_monotonic_nanoseconds() - start) / 1e9
        let megabytes = Double(store.byteCount) / 1e6
        print(
            "  appended \(Int(megabytes)) MB: \(Int(Double(store.rowCount) / cpu / 1e3))k rows/s CPU, "
                + "\(Int(megabytes / cpu)) MB/s CPU, \(Int(megabytes / wall)) MB/s wall; "
                + "\(store.memoryBytes >> 20) MiB in memory, \(store.spilledBytes >> 20) MiB in the file")
        return store
    }

    private static func pages(_ store: ResultStore) {
        var random = SystemRandomNumberGenerator()
        var times: [Double] = []
        for _ in 0..<20_000 {
            let row = Int(random.next() % UInt64(rowCount))
            let start = qd_monotonic_nanoseconds()
            _ = try? store.page(rows: row..<row + 50, columns: 0..<6, cellLimit: 80)
            times.append(Double(qd_monotonic_nanoseconds() - start) / 1e3)
        }
        times.sort()
        print(
            "  a page of 50 rows anywhere: median \(Measurement.text(times[10_000])) us, "
                + "99 of 100 within \(Measurement.text(times[19_800])) us, worst \(Measurement.text(times[19_999])) us")
    }

    private static func searches(_ store: ResultStore) {
        let patterns = [
            ("not there at all", "a text"), ("Battery At X", "a text with capitals"), ("qz", "two letters"),
        ]
        for (text, name) in patterns {
            speed("search for \(name), which is nowhere", store) {
                _ = try? store.find(TextPattern(text), after: nil)
            }
        }
        speed("count of a text in one row of 100", store) { _ = try? store.count(TextPattern("at 42 %")) }
        speed("count of a text in nearly all rows", store) { _ = try? store.count(TextPattern("nominal")) }
    }

    private static func filters(_ store: ResultStore) {
        speed("filter by a text in one row of 500", store) {
            _ = try? store.filtered(by: [RowMatch(column: 1, .equals("sensor-77"))])
        }
        speed("filter by a text in any column", store) {
            _ = try? store.filtered(by: [RowMatch(column: nil, .contains("at 42 %"))])
        }
    }

    private static func speed(_ name: String, _ store: ResultStore, _ work: () -> Void) {
        let seconds = Measurement.median((0..<3).map { _ in Measurement.cpuSeconds(work) })
        print(
            "  \(name): \(Int(Double(store.byteCount) / seconds / 1e6)) MB/s CPU, \(Measurement.text(seconds * 1e3)) ms"
        )
    }

    private static func sort(_ keys: SortedKeys) {
        guard let store = keys.store(directory), let path = keys.file(directory) else { return }
        defer { unlink(path) }
        let own = Measurement.median(
            (0..<5).map { _ in Measurement.cpuSeconds { _ = try? store.sorted(by: [SortKey(0)]) } })
        let sort = ["env", "LC_ALL=C", "sort"] + keys.flags + ["-o", "/dev/null", path]
        guard let other = Measurement.process(sort, runs: 5) else { return print("  sort cannot be run") }
        print(
            "  \(Measurement.padded(keys.name))\(Measurement.text(own * 1e3)) ms, "
                + "\((["sort"] + keys.flags).joined(separator: " ")) \(Measurement.text(other.cpu)) ms: "
                + "\(Measurement.text(own * 1e3 / other.cpu * 100)) %")
    }

    /// The peak memory of the process in MiB.
    private static func peak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss >> 10
    }
}

/// A million keys to sort by.
private struct SortedKeys {
    let name: String
    let kind: Column.Kind
    let flags: [String]
    let keys: [String]

    static var all: [SortedKeys] {
        var random = SystemRandomNumberGenerator()
        func keys(_ make: (UInt64) -> String) -> [String] { (0..<1_000_000).map { _ in make(random.next()) } }
        return [
            SortedKeys(name: "random texts", kind: .text, flags: [], keys: keys { String($0, radix: 36) }),
            SortedKeys(
                name: "texts that begin alike", kind: .text, flags: [],
                keys: keys { "customer-account-\(100_000_000 + $0 % 1_000_000)@example.com" }),
            SortedKeys(name: "few different texts", kind: .text, flags: [], keys: keys { "status-\($0 % 20)" }),
            SortedKeys(name: "integers", kind: .integer, flags: ["-n"], keys: keys { "\($0 % 100_000_000)" }),
            SortedKeys(
                name: "decimals", kind: .decimal, flags: ["-n"],
                keys: keys { "\(Int($0 % 2_000_000) - 1_000_000).\(10 + $0 % 90)" }),
            SortedKeys(
                name: "floats", kind: .float, flags: ["-g"],
                keys: keys { "\(Double(Int64(bitPattern: $0)) / 1e9)" }),
        ]
    }

    func store(_ directory: String) -> ResultStore? {
        let columns = [Column(name: Array("k".utf8), kind: kind), Column(name: Array("v".utf8), kind: .text)]
        let store = ResultStore(columns: columns, budget: MemoryBudget(), directory: directory)
        let value = Array("some other value of the row".utf8)
        for start in stride(from: 0, to: keys.count, by: 4_000) {
            var batch = RowBatch(columnCount: 2)
            for key in keys[start..<start + 4_000] { batch.append([Array(key.utf8), value]) }
            guard (try? store.append(batch)) != nil else { return nil }
        }
        store.finish(isComplete: true)
        return store
    }

    func file(_ directory: String) -> String? {
        let path = "\(directory)/quarterdeck-benchmark-keys-\(getpid())"
        guard let file = fopen(path, "w") else { return nil }
        defer { fclose(file) }
        for key in keys { fputs(key + "\n", file) }
        return path
    }
}

extension RowBatch {
    fileprivate mutating func append(_ values: [[UInt8]?]) {
        appendRow(counts: values.map { $0?.count }) { room in room.copyBytes(from: values.flatMap { $0 ?? [] }) }
    }
}

import CPlatform
import Glibc

/// Measures code and whole processes, and formats the figures.
enum Measurement {
    /// The CPU time of `work` in this process, in seconds.
    static func cpuSeconds(_ work: () -> Void) -> Double {
        var before = timespec()
        var after = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before)
        work()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after)
        return Double(after.tv_sec - before.tv_sec) + Double(after.tv_nsec - before.tv_nsec) / 1e9
    }

    /// The cost of one run of a program: CPU and wall time in milliseconds, peak memory in MiB.
    struct Cost {
        var cpu: Double
        var wall: Double
        var peak: Double
    }

    /// The medians of `runs` runs of a program; nil if it fails.
    static func process(_ arguments: [String], runs: Int) -> Cost? {
        var costs: [Cost] = []
        for _ in 0..<runs {
            guard let cost = run(arguments) else { return nil }
            costs.append(cost)
        }
        return Cost(cpu: median(costs.map(\.cpu)), wall: median(costs.map(\.wall)), peak: median(costs.map(\.peak)))
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// The number with one decimal digit.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// Runs a program and discards its output; nil unless it exits with 0.
    private static func run(_ arguments: [String]) -> Cost? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let before = qd_monotonic_nanoseconds()
        var child = pid_t()
        guard posix_spawnp(&child, arguments[0], &actions, nil, &words, environ) == 0 else { return nil }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(child, &status, 0, &usage) == child, status == 0 else { return nil }
        func milliseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1e3 + Double(time.tv_usec) / 1e3 }
        return Cost(
            cpu: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
            wall: Double(qd_monotonic_nanoseconds() - before) / 1e6, peak: Double(usage.ru_maxrss) / 1_024)
    }

    /// A table row: name, CPU time, wall time, memory.
    static func print(_ name: String, _ cost: Cost?) {
        guard let cost else { return Swift.print("  \(padded(name))cannot be run here") }
        Swift.print(
            "  \(padded(name))\(right(cost.cpu)) ms CPU \(right(cost.wall)) ms wall \(right(cost.peak)) MiB")
    }

    static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 34 - name.count))
    }

    private static func right(_ value: Double) -> String {
        let text = text(value)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}

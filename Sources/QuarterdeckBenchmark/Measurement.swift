import CPlatform
import Glibc

/// Measures work, whole processes included, and writes figures.
enum Measurement {
    /// CPU seconds that this process spends in `work`.
    static func cpuSeconds(_ work: () -> Void) -> Double {
        var before = timespec()
        var after = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before)
        work()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after)
        return Double(after.tv_sec - before.tv_sec) + Double(after.tv_nsec - before.tv_nsec) / 1e9
    }

    /// The median of `runs` CPU times of a program in milliseconds, and of its wall times; nil if it cannot be run.
    static func process(_ arguments: [String], runs: Int) -> (cpu: Double, wall: Double)? {
        var cpu: [Double] = []
        var wall: [Double] = []
        for _ in 0..<runs {
            let cpuBefore = qd_children_cpu_nanoseconds()
            var before = timespec()
            var after = timespec()
            clock_gettime(CLOCK_MONOTONIC, &before)
            guard run(arguments) else { return nil }
            clock_gettime(CLOCK_MONOTONIC, &after)
            cpu.append(Double(qd_children_cpu_nanoseconds() - cpuBefore) / 1e6)
            wall.append(
                Double(after.tv_sec - before.tv_sec) * 1e3 + Double(after.tv_nsec - before.tv_nsec) / 1e6)
        }
        return (median(cpu), median(wall))
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// The number with one digit behind the point.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// Runs a program with its output thrown away; answers whether it ended with 0.
    private static func run(_ arguments: [String]) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child = pid_t()
        guard posix_spawnp(&child, arguments[0], &actions, nil, &words, environ) == 0 else { return false }
        var status: Int32 = 0
        return waitpid(child, &status, 0) == child && status == 0
    }
}

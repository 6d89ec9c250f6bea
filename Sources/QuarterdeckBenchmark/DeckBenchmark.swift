import CPlatform
import Glibc

/// The deck on a terminal of its own: first screen, keys, and what it costs to leave it open.
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
            guard let deck = DeckProcess(folder) else { return print("  quarterdeck cannot be run") }
            deck.read(until: "cluster-00002", milliseconds: 10_000)
            costs.append((deck.cpu, Double(qd_monotonic_nanoseconds() - start) / 1e6))
            deck.end()
        }
        let (cpu, wall) = (Measurement.median(costs.map(\.cpu)), Measurement.median(costs.map(\.wall)))
        print("  \(count) clusters, first screen: \(Measurement.text(cpu)) ms CPU, \(Measurement.text(wall)) ms wall")
    }

    private static func keys(_ count: Int, _ folder: Folder) {
        guard let deck = DeckProcess(folder) else { return }
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
        guard let deck = DeckProcess(folder) else { return }
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

    func remove() {
        unlink(profile)
        _ = Measurement.process(["rm", "-rf", path], runs: 1)
    }
}

/// The deck as a process on a pseudoterminal.
private final class DeckProcess {
    private let terminal: Int32
    private let process: pid_t

    init?(_ folder: Folder) {
        // TIOCSPTLCK and TIOCGPTN: what unlockpt and ptsname do, which Glibc shows to X/Open programs only.
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (Int32, UInt32) = (0, 0)
        guard terminal >= 0, ioctl(terminal, 0x4004_5431, &locked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0
        else { return nil }
        let name = "/dev/pts/\(number)"
        var size = winsize(ws_row: 59, ws_col: 110, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // The first terminal that the leader of a session opens becomes its own.
        posix_spawnattr_setflags(&attributes, Int16(0x80))
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let program = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let path = (CommandLine.arguments[0].hasPrefix("/") ? "/" : "") + program + "/quarterdeck"
        let variables = [
            "PATH=/usr/bin:/bin", "HOME=\(folder.path)", "TERM=xterm-256color", "LANG=C.UTF-8",
            "QUARTERDECK_CONFIG=\(folder.profile)", "AWS_EC2_METADATA_DISABLED=true",
            // Nobody listens there: no figure depends on a network, and none is reached.
            "AWS_ENDPOINT_URL_STS=http://127.0.0.1:9", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ]
        var words = [strdup(path), nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child = pid_t()
        guard posix_spawn(&child, path, &actions, &attributes, &words, &settings) == 0 else { return nil }
        process = child
    }

    /// Milliseconds of CPU that all its threads have used.
    var cpu: Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// Memory at its peak in MiB.
    var peak: Double {
        guard let file = fopen("/proc/\(process)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return (Double(text.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]) ?? 0) / 1_024
        }
        return 0
    }

    func type(_ text: String) { _ = write(terminal, text, text.utf8.count) }

    /// Reads what it shows for so long, or until it has shown a text. Answers the number of bytes.
    @discardableResult
    func read(until wanted: String? = nil, milliseconds: Int) -> Int {
        let end = qd_monotonic_nanoseconds() + Int64(milliseconds) * 1_000_000
        var seen: [UInt8] = []
        var count = 0
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let left = Int32((end - qd_monotonic_nanoseconds()) / 1_000_000)
            guard left > 0, qd_wait(terminal, Int16(POLLIN), -1, left) == 1 else { return count }
            let got = Glibc.read(terminal, &bytes, bytes.count)
            guard got > 0 else { return count }
            count += got
            guard let wanted else { continue }
            seen += bytes[..<got]
            if String(decoding: seen, as: UTF8.self).contains(wanted) { return count }
        }
    }

    func end() {
        type("q")
        read(milliseconds: 300)
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        close(terminal)
    }
}

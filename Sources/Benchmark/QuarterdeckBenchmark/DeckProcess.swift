import CPlatform
import Glibc

/// The deck as a process on a pseudoterminal.
final class DeckProcess {
    private let terminal: Int32
    private let process: pid_t

    init?(_ settings: [String: String]) {
        // TIOCSPTLCK and TIOCGPTN, the calls of unlockpt and ptsname, which Glibc declares only for X/Open programs.
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
        // The first terminal that a session leader opens becomes its controlling terminal.
        posix_spawnattr_setflags(&attributes, Int16(0x80))
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let program = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let path = (CommandLine.arguments[0].hasPrefix("/") ? "/" : "") + program + "/quarterdeck"
        let fixed = [
            "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        let variables = settings.merging(fixed) { $1 }.map { "\($0.key)=\($0.value)" }
        var words = [strdup(path), nil]
        var environment = variables.map { strdup($0) } + [nil]
        defer { for word in words + environment { free(word) } }
        var child = pid_t()
        guard posix_spawn(&child, path, &actions, &attributes, &words, &environment) == 0 else { return nil }
        process = child
    }

    /// CPU time of its main thread in milliseconds; that thread handles keys and draws.
    var mainCPU: Double {
        guard let file = fopen("/proc/\(process)/task/\(process)/schedstat", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (Double(text.split(separator: " ").first ?? "") ?? 0) / 1e6
    }

    /// CPU time of all its threads in milliseconds.
    var cpu: Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// Peak memory in MiB.
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

    /// Reads its output for a time, or until it contains a text. Returns the number of bytes.
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

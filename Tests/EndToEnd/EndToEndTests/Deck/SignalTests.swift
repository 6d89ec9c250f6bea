import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Any deadly signal in any phase: the process restores the terminal before it ends.
@Suite struct SignalTests {
    private let sandbox: SandboxDescription

    /// The phase of the deck when the signal arrives.
    enum Phase: String, CaseIterable {
        case deck, dialog, workspace, program
    }

    /// All signals that end a process, by their shell names; the first and the last real-time signals represent the
    /// others.
    static let all = [
        "HUP", "INT", "TERM", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "SEGV", "SYS", "USR1", "USR2", "ALRM",
        "VTALRM",
        "PROF", "XCPU", "STKFLT", "IO", "PWR", "RTMIN", "RTMIN+1", "RTMAX-1", "RTMAX",
    ]
    /// A sample of the signals that are handled in the same way.
    static let some = ["TERM", "USR1", "ALRM", "RTMIN", "QUIT", "SEGV"]

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func modes(_ terminal: TerminalSession) throws -> String {
        try terminal.enter("clear; echo modes $(stty -g) $((40 + 2))")
        let screen = try terminal.wait(for: " 42")
        return String(try #require(screen.firstMatch(of: /modes ([0-9a-f:]+) 42/)?.output.1))
    }

    private func expectTidy(_ terminal: TerminalSession, _ modes: String, _ what: String) throws {
        try terminal.enter("echo modes $(stty -g) end")
        try terminal.wait(for: "modes \(modes) end")
        #expect(try terminal.state("alternate_on") == "0", "\(what)")
        #expect(try terminal.state("cursor_flag") == "1", "\(what)")
        #expect(try terminal.state("mouse_any_flag") == "0", "\(what)")
        #expect(try terminal.state("keypad_flag") == "0", "\(what)")
    }

    private func go(to phase: Phase, _ deck: DeckInTerminal) throws {
        try deck.terminal.wait(for: "harbor-ro")
        switch phase {
        case .deck: break
        case .dialog:
            try deck.terminal.press("?")
            try deck.terminal.wait(for: "Tokens and sessions")
        case .workspace:
            try deck.terminal.press("Enter")
            try deck.terminal.wait(for: "connected to harbor")
        case .program:
            try deck.terminal.press("x")
            try deck.terminal.enter("sleep 86311")
            try deck.terminal.wait(for: "the deck comes back when it ends")
        }
    }

    @Test(arguments: Phase.allCases)
    func `every signal that ends the deck restores the terminal`(phase: Phase) throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        let modes = try modes(deck.terminal)
        for signal in phase == .deck ? Self.all : Self.some {
            let what = "\(signal) at the \(phase.rawValue)"
            try deck.terminal.enter("clear; $Q; echo left with $? by \(signal).")
            try go(to: phase, deck)
            _ = try Program.run(["bash", "-c", "kill -s \(signal) \(try deck.process())"])
            let screen = try deck.terminal.wait(for: "by \(signal).")
            #expect(!screen.contains("left with 0"), "\(what)")
            try expectTidy(deck.terminal, modes, what)
        }
        // The other phases run beside this one.
        guard phase == .program else { return }
        #expect(try Program.run(["pgrep", "-f", "^sleep 86311$"]).text.isEmpty)
    }

    @Test(arguments: ["PIPE", "XFSZ", "URG", "WINCH"])
    func `a signal without such a meaning does not end the deck`(signal: String) throws {
        let deck = try DeckInTerminal(sandbox)
        _ = try Program.run(["kill", "-\(signal)", "\(try deck.process())"])
        try deck.terminal.press("?")
        try deck.terminal.wait(for: "Tokens and sessions")
        try deck.terminal.press("C-c")
        try deck.terminal.wait(without: "Tokens and sessions")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
    }

    @Test func `a signal during the start of the deck restores the terminal`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        let modes = try modes(deck.terminal)
        for (number, signal) in ["TERM", "USR1", "QUIT", "RTMIN"].enumerated() {
            // From before the first byte to after the first screen.
            for step in 0..<8 {
                let pause = String(format: "%.3f", 0.002 + Double(step * 4 + number) * 0.006)
                try deck.terminal.enter(
                    "clear; sh -c '(sleep \(pause); env kill -s \(signal) $$) & exec $Q'; echo left $((40 + 2)) by \(signal) at \(pause)."
                )
                try deck.terminal.wait(for: "left 42 by \(signal) at \(pause).")
                try expectTidy(deck.terminal, modes, "\(signal) after \(pause) s")
            }
        }
    }

    /// The C library reserves this signal, and a program started by `posix_spawn` inherits it as ignored.
    @Test func `the signal that the C library reserves leaves the terminal unchanged`() throws {
        let home = try TemporaryDirectory()
        let environment = sandbox.env.merging(["HOME": home.path, "TERM": "xterm-256color"]) { $1 }
        let run = try Program.run(
            [Oracle.python, "-c", Self.reserved, Program.product("quarterdeck")], environment: environment)
        #expect(run.text == "160 modes restored\n", "\(run.errors)")
    }

    private static let reserved = """
        import ctypes, fcntl, os, platform, pty, signal, struct, sys, termios
        start, go = os.pipe()
        process, terminal = pty.fork()
        if process == 0:
            os.read(start, 1)
            number = {"x86_64": 13, "aarch64": 134}[platform.machine()]
            ctypes.CDLL(None).syscall(number, 32, bytes(64), None, 8)
            os.execv(sys.argv[1], sys.argv[1:2])
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
        before = termios.tcgetattr(terminal)
        os.write(go, b"x")
        signal.alarm(100)
        seen = b""
        while b"harbor-ro" not in seen: seen += os.read(terminal, 65536)
        os.kill(process, 32)
        try:
            while os.read(terminal, 65536): pass
        except OSError:
            pass
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(code, "modes restored" if termios.tcgetattr(terminal) == before else "modes lost")
        """

    /// If the terminal accepts the last bytes after all, the deck has ended normally.
    @Test(arguments: [("INT", 3, [130]), ("TERM", 1, [130, 143]), ("USR2", 1, [140])])
    func `a blocked deck ends, too`(signal: String, count: Int, codes: [Int]) throws {
        let home = try TemporaryDirectory()
        let environment = sandbox.env.merging(["HOME": home.path, "TERM": "xterm-256color"]) { $1 }
        let run = try Program.run(
            [Oracle.python, "-c", Self.stuck, Program.product("quarterdeck"), "SIG\(signal)", "\(count)"],
            environment: environment)
        #expect(codes.contains { run.text == "\($0) modes restored\n" }, "\(run.text)\(run.errors)")
    }

    /// A terminal that accepts no more output: the deck's main thread blocks in write(2) forever.
    private static let stuck = """
        import fcntl, os, pty, select, signal, struct, sys, termios
        start, go = os.pipe()
        process, terminal = pty.fork()
        if process == 0:
            os.read(start, 1)
            os.execv(sys.argv[1], sys.argv[1:2])
        def resize(columns, rows):
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        resize(110, 30)
        before = termios.tcgetattr(terminal)
        os.write(go, b"x")
        seen = b""
        while b"harbor-ro" not in seen: seen += os.read(terminal, 65536)
        # Source: ioctl_tty(2), TIOCGPTN.
        number = struct.unpack("I", fcntl.ioctl(terminal, 0x80045430, bytes(4)))[0]
        line = os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)
        room, turn = select.poll(), 0
        room.register(line, select.POLLOUT)
        while room.poll(0):
            turn += 1
            resize(100 + turn % 50, 30)
        signal.alarm(100)
        for _ in range(int(sys.argv[3])): os.kill(process, getattr(signal, sys.argv[2]))
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(code, "modes restored" if termios.tcgetattr(terminal) == before else "modes lost")
        """
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Credential processes end with the deck, even after SIGKILL.
@Suite struct ProcessEndTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// A deck that waits for a credential process with a child, and the processes' ids.
    private func deck(startedBy key: String) throws -> (deck: DeckInTerminal, processes: [Int32]) {
        let deck = try DeckInTerminal(sandbox, start: false)
        let mark = deck.home.path("pids")
        let script =
            "#!/bin/bash\ntrap '' HUP INT\nsleep 100000 & echo $$ $! > '\(mark).new'; mv '\(mark).new' '\(mark)'; wait\n"
        let program = try deck.home.program(script, to: "process")
        try deck.home.write("[profile slow]\ncredential_process = \(program)\n", to: "config")
        try deck.terminal.enter("AWS_CONFIG_FILE=~/config $Q --aws-profile slow; echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        if !key.isEmpty { try deck.terminal.press(key) }
        try eventually { FileManager.default.fileExists(atPath: mark) }
        let processes = try deck.home.text("pids").split { $0.isWhitespace }.compactMap { Int32($0) }
        try #require(processes.count == 2)
        return (deck, processes)
    }

    @Test(arguments: ["r", "i"], ["q", "TERM", "HUP", "KILL", "terminal"])
    func `a credential process does not outlive the deck`(key: String, end: String) throws {
        let (deck, processes) = try deck(startedBy: key)
        let program = try deck.process()
        switch end {
        case "q":
            // The first key closes the dialog.
            if key == "i" { try deck.terminal.press("q") }
            try deck.terminal.press("q")
        case "terminal": try deck.terminal.close()
        default: kill(program, end == "TERM" ? SIGTERM : end == "HUP" ? SIGHUP : SIGKILL)
        }
        try eventually { processes.allSatisfy { kill($0, 0) != 0 || isZombie($0) } }
        try eventually { kill(program, 0) != 0 || isZombie(program) }
    }

    @Test func `a process that prompts on the terminal is refused at once, and its lines name its profile`() throws {
        let deck = try DeckInTerminal(sandbox, columns: 160, start: false)
        let script = "#!/bin/bash\necho 'unlock your key' >&2\nread -r -p 'vault: ' answer < /dev/tty || exit 9\n"
        let program = try deck.home.program(script, to: "process")
        try deck.home.write("[profile vault]\ncredential_process = \(program)\n", to: "config")
        try deck.terminal.enter("AWS_CONFIG_FILE=~/config $Q --aws-profile vault; echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "ended with exit code 9")
        try deck.terminal.press("L")
        try deck.terminal.wait(for: "it has no terminal here")
        try deck.terminal.wait(for: "credential process of profile vault: unlock your key")
    }

    private func eventually(_ condition: () -> Bool) throws {
        for _ in 0..<4_000 {
            if condition() { return }
            poll(nil, 0, 5)
        }
        Issue.record("it did not happen")
    }

    private func isZombie(_ process: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z "
        return text.contains(") Z ")
    }
}

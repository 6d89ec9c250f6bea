import Foundation
import Glibc
import TestSupport
import Testing

@testable import Sandbox

/// Files whose other end is not open delay only what waits for them, and Ctrl-C ends the wait.
@Suite struct WaitingFileUseTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func fifo(_ use: WorkspaceInTerminal, _ name: String) -> String {
        mkfifo(use.deck.home.path(name), 0o600)
        return use.deck.home.path(name)
    }

    /// The clock on the screen continues, and another session runs a statement.
    private func checkOthers(_ use: WorkspaceInTerminal, _ mark: Int) throws {
        try use.terminal.press("M-1")
        try use.terminal.wait(for: "Enter session")
        try use.terminal.press("M-4")
        try use.terminal.wait(for: "no transaction")
        try use.run("select \(mark) + 1;", shows: "\(mark + 1)")
    }

    @Test func `waiting copies and includes in two sessions do not affect a third one and the deck`() throws {
        let use = try WorkspaceInTerminal(sandbox, .mysql)
        let terminal = use.terminal
        let (one, two) = (fifo(use, "one.csv"), fifo(use, "two.sql"))
        for tab in ["3 ferry (2)", "4 ferry (3)"] {
            try terminal.press("M-j")
            try terminal.wait(for: tab)
            try terminal.wait(for: "no transaction")
        }
        try terminal.press("M-2")
        try terminal.enter("\\copy vessels from '\(one)' csv")
        try terminal.press("M-3")
        try terminal.enter("\\i \(two)")
        try checkOthers(use, 771_000)
        try terminal.press("M-3")
        try terminal.press("C-c")
        try terminal.wait(for: "cancelled while waiting for")
        try terminal.press("M-2")
        try terminal.press("C-c")
        try terminal.wait(for: "cancelled while waiting for")
        try use.run("select 881000 + 2;", shows: "881002")
    }

    @Test(arguments: WorkspaceInTerminal.Engine.allCases)
    func `Ctrl-C ends a copy, an include and an output on a FIFO without its other end`(
        _ engine: WorkspaceInTerminal.Engine
    ) throws {
        let use = try WorkspaceInTerminal(sandbox, engine)
        let terminal = use.terminal
        let path = fifo(use, "pipe")
        let copy = engine == .postgresql ? "\\copy vessels from '\(path)'" : "\\copy vessels from '\(path)' csv"
        for (number, line) in [copy, "\\i \(path)"].enumerated() {
            try terminal.enter(line)
            // Production needs a confirmation.
            if engine == .postgresql, line == copy {
                try terminal.wait(for: "Type the cluster's name")
                try terminal.enter("harbor")
                try terminal.wait(without: "Type the cluster's name")
            }
            try terminal.press("C-c")
            try terminal.wait(for: "cancelled while waiting for")
            try use.run("select \(number) + 660000;", shows: "\(660_000 + number)")
        }
    }

    @Test func `a FIFO delivers its rows when they arrive, and receives rows directly`() throws {
        let use = try WorkspaceInTerminal(sandbox, .postgresql)
        let terminal = use.terminal
        let path = fifo(use, "pipe")
        try use.run("create temp table cargo (n int);", shows: "CREATE TABLE")
        try terminal.enter("\\copy cargo from '\(path)'")
        try terminal.wait(for: "Type the cluster's name")
        try terminal.enter("harbor")
        let writer = open(path, O_WRONLY)
        let text = (1...1_234).map { "\($0)\n" }.joined()
        #expect(write(writer, text, text.utf8.count) == text.utf8.count)
        close(writer)
        try terminal.wait(for: "COPY 1234")
        try terminal.enter("\\copy cargo to '\(path)'")
        let reader = open(path, O_RDONLY)
        defer { close(reader) }
        var copied: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(reader, &buffer, buffer.count), count > 0 { copied += buffer[..<count] }
        #expect(String(decoding: copied, as: UTF8.self) == text)
        try use.run("select 'so ' || 5 + 5 as sum;", shows: "10")
    }
}

import Foundation

/// A real terminal with a shell, run by tmux: keys as input, screens as output.
public final class TerminalSession {
    private let folder: TemporaryDirectory
    private let server: ChildProcess
    /// The path of a log of all bytes sent to the terminal.
    public let log: String

    /// Opens a terminal of a size with `sh`.
    ///
    /// - Parameters:
    ///   - environment: All variables of the shell except `PATH`.
    ///   - type: The shell's `TERM`.
    public init(
        _ environment: [String: String], columns: Int = 110, rows: Int = 30, type: String = "tmux-256color",
        directory: String? = nil
    ) throws {
        folder = try TemporaryDirectory()
        log = folder.path("log")
        var variables = environment
        variables["TMUX_TMPDIR"] = folder.path
        variables["PS1"] = "ready$ "
        variables["SHELL"] = "/bin/sh"
        if variables["LANG"] == nil && variables["LC_ALL"] == nil { variables["LANG"] = "C.UTF-8" }
        try folder.write(
            """
            set -g default-terminal \(type)
            set -g remain-on-exit on
            set -g history-limit 100
            set -g exit-empty off
            set -sg escape-time 0
            set -g status off
            """, to: "tmux.conf")
        server = try ChildProcess(
            ["tmux", "-u", "-D", "-S", folder.path("socket"), "-f", folder.path("tmux.conf")], environment: variables,
            directory: directory)
        try eventually("tmux serves") {
            try tmux("list-sessions").status >= 0 && FileManager.default.fileExists(atPath: folder.path("socket"))
        }
        let made = try tmux(
            "new-session", "-d", "-s", "main", "-x", "\(columns)", "-y", "\(rows)",
            "env -u TMUX -u TMUX_PANE bash --norc --noprofile")
        if made.status != 0 { throw Trouble(made.errors) }
        _ = try tmux("pipe-pane", "-t", "main", "-O", "cat >> '\(log)'")
        try wait(for: "ready$")
    }

    /// An error of tmux.
    public struct Trouble: Error, CustomStringConvertible {
        /// The message.
        public let description: String
        init(_ text: String) { description = text }
    }

    /// Presses keys by tmux's names: `Enter`, `C-c`, `F1`, `a`.
    ///
    /// After `Escape` it pauses like a user: a key that follows at once would be an Alt key.
    public func press(_ keys: String...) throws {
        _ = try tmux(["send-keys", "-t", "main"] + keys.map { $0 == ";" ? "\\;" : $0 })
        if keys.last == "Escape" { usleep(120_000) }
    }

    /// Types text.
    public func type(_ text: String) throws {
        // A trailing semicolon would end tmux's own command.
        let safe = text.hasSuffix(";") ? String(text.dropLast()) + "\\;" : text
        _ = try tmux("send-keys", "-t", "main", "-l", "--", safe)
    }

    /// Sends bytes unchanged and at once, for instance a terminal's reply.
    public func send(_ bytes: some Sequence<UInt8>) throws {
        _ = try tmux(["send-keys", "-t", "main", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Types a line for the shell or the program in the terminal.
    public func enter(_ line: String) throws {
        try type(line)
        try press("Enter")
    }

    /// Pastes text as a terminal does.
    public func paste(_ text: String) throws {
        try folder.write(text, to: "paste")
        _ = try tmux("load-buffer", folder.path("paste"))
        _ = try tmux("paste-buffer", "-p", "-t", "main")
    }

    /// The screen as text.
    public func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "main").text }

    /// A tmux variable of the terminal: `cursor_flag`, `alternate_on`, `pane_dead`.
    public func state(_ name: String) throws -> String {
        try tmux("display-message", "-p", "-t", "main", "#{\(name)}").text.trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// Resizes the terminal.
    public func resize(columns: Int, rows: Int) throws {
        _ = try tmux("resize-window", "-t", "main", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Closes the terminal, like a user who closes the window.
    public func close() throws { _ = try tmux("kill-pane", "-t", "main") }

    /// Waits until the screen contains a text, on one line or wrapped between words. Returns the screen.
    @discardableResult
    public func wait(for text: String) throws -> String {
        var last = ""
        try eventually("the screen shows \(text); it shows:\n\(last)") {
            last = try screen()
            return Self.shows(last, text)
        } otherwise: {
            "the screen does not show \(text); it shows:\n\(last)"
        }
        return last
    }

    /// Waits until the screen no longer contains a text. Returns the screen.
    @discardableResult
    public func wait(without text: String) throws -> String {
        var last = ""
        try eventually("") {
            last = try screen()
            return !Self.shows(last, text)
        } otherwise: {
            "the screen still shows \(text):\n\(last)"
        }
        return last
    }

    /// Waits until the screen does not change for as long as a deck ignores keys after a dialog has closed by itself.
    public func settle() throws {
        var last = -1
        try eventually("the screen stands still") {
            let size = (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int) ?? 0
            defer { last = size }
            if size == last { return true }
            _ = poll(nil, 0, 400)
            return false
        }
    }

    /// Whether a screen contains a text, which the length of a directory's name may have wrapped between two words.
    private static func shows(_ screen: String, _ text: String) -> Bool {
        screen.contains(text)
            || screen.split(separator: "\n", omittingEmptySubsequences: true)
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .joined(separator: " ")
                .contains(text)
    }

    /// Waits until a condition is true.
    public func eventually(_ what: String, _ holds: () throws -> Bool) throws {
        try eventually(what, holds) { "it never came to be: \(what)" }
    }

    private func eventually(_ what: String, _ holds: () throws -> Bool, otherwise: () -> String) throws {
        let end = Date(timeIntervalSinceNow: 180)
        while try !holds() {
            guard Date() < end else { throw Trouble(otherwise()) }
            _ = poll(nil, 0, 20)
        }
    }

    private func tmux(_ arguments: String...) throws -> Program { try tmux(arguments) }

    private func tmux(_ arguments: [String]) throws -> Program {
        try Program.run(["tmux", "-u", "-S", folder.path("socket")] + arguments)
    }

    deinit {
        _ = try? tmux("kill-server")
    }
}

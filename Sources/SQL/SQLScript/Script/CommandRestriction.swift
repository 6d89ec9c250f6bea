import Failures
import SQLWire

/// The client commands that a script may use. psql's restricted mode and the mariadb client's sandbox mode prevent a
/// manipulated dump from reading files and starting programs.
///
/// Source: PostgreSQL 15.14 and 18, src/bin/psql/command.c (CVE-2025-8714); MariaDB 10.11, client/mysql.cc.
public struct CommandRestriction: Sendable, Equatable {
    /// The key that ends psql's restricted mode; nil when the mode is off.
    public private(set) var key: String?
    /// Whether the mariadb client's sandbox mode is on; no script can end it.
    public private(set) var isSandboxed = false

    /// Commands that use files or programs, by their names on MySQL.
    private static let aboutFiles: Set<String> = [
        ".", "source", "!", "system", "T", "tee", "i", "include", "ir", "include_relative", "copy", "o", "out", "write",
        "export",
    ]
    /// Commands that do so only with an argument.
    private static let aboutNamedFiles: Set<String> = ["g", "gx", "e", "edit", "history"]

    /// No restriction.
    public init() {}

    /// Refuses a forbidden command, also in a branch that is not run.
    ///
    /// - Throws: A failure in the client's own words.
    func check(_ command: ScriptCommand) throws(Failure) {
        if let key, command.name != "unrestrict" {
            throw Failure(
                .badData, "backslash commands are restricted; only \\unrestrict is allowed",
                why: "\\restrict came before \\\(command.name.prefix(60))", next: "\\unrestrict \(key)")
        }
        let hasArguments = command.arguments.contains { $0 > Byte.space }
        guard isSandboxed,
            Self.aboutFiles.contains(command.name) || hasArguments && Self.aboutNamedFiles.contains(command.name)
        else { return }
        throw Failure(
            .badData, "\(command.name): Not allowed in the sandbox mode",
            why: "\\- came before it: the script reads and writes no files")
    }

    /// Begins psql's restricted mode.
    mutating func restrict(_ words: [String]) throws(Failure) {
        guard let word = words.first, !word.isEmpty else { throw Self.missing("restrict") }
        key = word
    }

    /// Ends psql's restricted mode.
    mutating func unrestrict(_ words: [String]) throws(Failure) {
        guard let word = words.first, !word.isEmpty else { throw Self.missing("unrestrict") }
        guard let key else { throw Failure(.badData, "\\unrestrict: not currently in restricted mode") }
        guard word == key else { throw Failure(.badData, "\\unrestrict: wrong key") }
        self.key = nil
    }

    mutating func enterSandbox() { isSandboxed = true }

    /// Ends the sandbox mode, after the script that started it.
    mutating func leaveSandbox() { isSandboxed = false }

    private static func missing(_ command: String) -> Failure {
        Failure(.badData, "\\\(command): missing required argument", next: "\\\(command) KEY")
    }
}

public import Failures

/// psql's `\if`, `\elif`, `\else` and `\endif`.
///
/// Source: PostgreSQL 15, the manual of psql, and src/fe_utils/conditional.c.
public struct ScriptConditions: Sendable, Equatable {
    private enum Branch: Sendable, Equatable {
        /// The branch is run.
        case taken
        /// The branch is not run; a later one may be.
        case waiting
        /// The branch is not run, and no later one will be.
        case done
    }

    private struct Level: Sendable, Equatable {
        var branch: Branch
        var hasElse = false
    }

    /// The names of the commands, without a backslash.
    public static let commands: Set<String> = ["if", "elif", "else", "endif"]

    private var levels: [Level] = []

    /// Outside of any `\if`.
    public init() {}

    /// Whether the current branch is run.
    public var isActive: Bool { levels.allSatisfy { $0.branch == .taken } }

    /// The number of open `\if`s.
    public var depth: Int { levels.count }

    /// Whether the arguments of the next command must be evaluated.
    public func reads(_ command: String) -> Bool {
        switch command {
        case "if": isActive
        case "elif": levels.dropLast().allSatisfy { $0.branch == .taken } && levels.last?.branch == .waiting
        default: false
        }
    }

    /// Handles one of the commands.
    ///
    /// - Parameter words: Its arguments, with variables substituted.
    /// - Throws: `.badData` for a branch without `\if`, a branch after `\else`, and a condition that is neither true
    ///   nor false (psql treats that as false).
    public mutating func take(_ command: String, _ words: [String]) throws(Failure) {
        switch command {
        case "if":
            let isTrue = reads(command) ? try truth(words, command) : false
            levels.append(Level(branch: !isActive ? .done : isTrue ? .taken : .waiting))
        case "elif":
            try checkOpen(command)
            if reads(command) {
                if try truth(words, command) { levels[levels.count - 1].branch = .taken }
            } else if levels[levels.count - 1].branch == .taken {
                levels[levels.count - 1].branch = .done
            }
        case "else":
            try checkOpen(command)
            let last = levels.count - 1
            levels[last].branch = levels[last].branch == .waiting ? .taken : .done
            levels[last].hasElse = true
        default:
            guard !levels.isEmpty else { throw Failure(.badData, "\\endif has no \\if before it") }
            levels.removeLast()
        }
    }

    private func checkOpen(_ command: String) throws(Failure) {
        guard let last = levels.last else { throw Failure(.badData, "\\\(command) has no \\if before it") }
        guard !last.hasElse else { throw Failure(.badData, "\\\(command) stands behind \\else") }
    }

    /// Any unambiguous prefix in any case is accepted. Source: `ParseVariableBool`.
    private func truth(_ words: [String], _ command: String) throws(Failure) -> Bool {
        let word = words.joined(separator: " ").lowercased()
        func begins(_ whole: String, _ least: Int = 1) -> Bool { word.count >= least && whole.hasPrefix(word) }
        if begins("true") || begins("yes") || begins("on", 2) || word == "1" { return true }
        if begins("false") || begins("no") || begins("off", 2) || word == "0" { return false }
        let shown = word.isEmpty ? "nothing" : "\"\(word.prefix(60))\""
        throw Failure(
            .badData, "\\\(command) takes true or false, and got \(shown)",
            next: word.hasPrefix(":") ? "\\set \(word.dropFirst().prefix(60)) VALUE" : nil)
    }
}

import Failures
public import SQLWire

/// The client commands of psql and mysql in scripts: variables, conditions, includes and restricted mode.
///
/// It performs nothing itself but returns the next action. `sql`, the workspace and runs on several clusters all use
/// it, so that a script means the same everywhere. After an error the machine is unchanged.
public struct ScriptMachine: Sendable {
    /// The maximum depth of nested includes below the first script.
    public static let deepestInclude = 16

    public let dialect: Dialect
    /// psql's variables.
    public var variables = ScriptVariables()
    /// Whether an error ends the run; psql's variable `ON_ERROR_STOP` sets it.
    public internal(set) var stopsAtError: Bool
    /// The open scripts, the outermost first.
    public private(set) var scripts = [OpenScript()]
    /// The commands that may be used.
    public internal(set) var restriction = CommandRestriction()

    public init(dialect: Dialect, stopsAtError: Bool = true) {
        (self.dialect, self.stopsAtError) = (dialect, stopsAtError)
    }

    /// Whether the current branch is run.
    public var isActive: Bool { scripts.last?.conditions.isActive ?? true }

    /// Whether another script includes the current one.
    public var isIncluded: Bool { scripts.count > 1 }

    /// Whether to run a statement: false in a branch that is not run.
    ///
    /// - Parameter ending: The command that sends the statement, if any.
    /// - Throws: An error if that command is forbidden.
    public func admits(_ ending: ScriptCommand?) throws(ScriptError) -> Bool {
        if let ending { try check(ending) }
        return isActive
    }

    /// Starts with a new text from arguments or the keyboard; the sandbox mode of an earlier script ends.
    public mutating func begin() {
        scripts = [OpenScript()]
        restriction.leaveSandbox()
    }

    /// Resumes scripts that were open before.
    public mutating func resume(_ scripts: [OpenScript]) {
        self.scripts = scripts.isEmpty ? [OpenScript()] : scripts
    }

    /// Enters an included script.
    public mutating func enter(_ path: String?) throws(ScriptError) {
        guard scripts.count <= Self.deepestInclude else {
            throw ScriptError(
                Failure(
                    .badData, "\(path ?? "a script") is included too deeply",
                    why: "scripts include one another \(Self.deepestInclude) deep at most"), endsRun: true)
        }
        scripts.append(OpenScript(path: path))
    }

    /// Leaves the current script at its end.
    ///
    /// - Parameter name: The script's name in the error; nil means its path.
    /// - Throws: An error when the script ends inside an `\if`; it is left nevertheless.
    public mutating func leave(_ name: String? = nil) throws(ScriptError) {
        let depth = scripts.last?.conditions.depth ?? 0
        let path = scripts.last?.path ?? name
        if scripts.count > 1 { scripts.removeLast() } else { scripts = [OpenScript()] }
        guard depth > 0 else { return }
        throw ScriptError(
            Failure(
                .badData, "\(path ?? "what was run") ends inside \\if",
                next: path == nil ? "run all of it at once, from \\if to \\endif" : "\\endif"), endsRun: false)
    }

    /// `\q`: ends the current script; an open `\if` in it is not an error.
    public mutating func stop() {
        guard let last = scripts.indices.last else { return }
        scripts[last].conditions = ScriptConditions()
    }

    /// The use of the result of a statement that a command sends; nil for a command of the program.
    public func use(of command: ScriptCommand) throws(ScriptError) -> ResultUse? {
        let words = try words(of: command).texts
        switch (dialect, command.name) {
        case (.postgresql, "gset") where words.count <= 1: return .variables(prefix: words.first ?? "")
        case (.postgresql, "gexec") where words.isEmpty: return .statements
        case (_, "g") where words.isEmpty, (.mysql, "go"): return .shown(isExpanded: false)
        case (_, "gx") where words.isEmpty, (.mysql, "ego"), (.mysql, "G"): return .shown(isExpanded: true)
        default: return nil
        }
    }

    func check(_ command: ScriptCommand) throws(ScriptError) {
        do throws(Failure) {
            try restriction.check(command)
        } catch {
            throw ScriptError(error, endsRun: false)
        }
    }

    /// A command's words, with variables substituted.
    func words(of command: ScriptCommand) throws(ScriptError) -> CommandWords {
        let variables = dialect == .postgresql ? variables : nil
        guard let words = CommandWords(command.arguments, dialect, variables: variables) else {
            throw ScriptError(
                Failure(
                    .badData, "\\\(command.name) cannot ask a shell", why: "what stands in backquotes is not run here",
                    next: "write the value itself"), endsRun: true)
        }
        return words
    }

    mutating func changeConditions(
        _ change: (inout ScriptConditions) throws(Failure) -> Void
    ) throws(Failure) {
        guard let last = scripts.indices.last else { return }
        try change(&scripts[last].conditions)
    }
}

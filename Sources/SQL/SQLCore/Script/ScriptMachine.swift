import Failures

/// psql's and mysql's own commands in scripts: variables, conditions, includes and restricted mode.
///
/// It does nothing itself and says what is to be done next; `sql`, the workspace and runs on several clusters do it, so
/// that a script means the same in all of them. What it refuses leaves it as it was.
public struct ScriptMachine: Sendable {
    /// How many scripts may be open below the first one, each included by the one before.
    public static let deepestInclude = 16

    /// Whose commands they are.
    public let dialect: Dialect
    /// psql's variables.
    public var variables = ScriptVariables()
    /// Whether an error ends the run; psql's variable `ON_ERROR_STOP` changes it.
    public internal(set) var stopsAtError: Bool
    /// The scripts that are open, the outermost first.
    public private(set) var scripts = [OpenScript()]
    /// Which commands may be used.
    public internal(set) var restriction = CommandRestriction()

    /// A machine before anything was run.
    public init(dialect: Dialect, stopsAtError: Bool = true) {
        (self.dialect, self.stopsAtError) = (dialect, stopsAtError)
    }

    /// Whether what stands here is run.
    public var isActive: Bool { scripts.last?.conditions.isActive ?? true }

    /// Whether the script that is open was included by another one.
    public var isIncluded: Bool { scripts.count > 1 }

    /// Whether a statement is run: not in a branch that is left out, nor with a command that is forbidden.
    ///
    /// - Parameter ending: The command that sends it, if one does.
    public func admits(_ ending: ScriptCommand?) throws(ScriptError) -> Bool {
        if let ending { try check(ending) }
        return isActive
    }

    /// Begins with what was given or typed; a sandbox that a script before has brought is over.
    public mutating func begin() {
        scripts = [OpenScript()]
        restriction.leaveSandbox()
    }

    /// Goes on in scripts that were open before.
    public mutating func resume(_ scripts: [OpenScript]) {
        self.scripts = scripts.isEmpty ? [OpenScript()] : scripts
    }

    /// A script is included.
    public mutating func enter(_ path: String?) throws(ScriptError) {
        guard scripts.count <= Self.deepestInclude else {
            throw ScriptError(
                Failure(
                    .badData, "\(path ?? "a script") is included too deeply",
                    why: "scripts include one another \(Self.deepestInclude) deep at most"), endsRun: true)
        }
        scripts.append(OpenScript(path: path))
    }

    /// The script that is open is at its end.
    ///
    /// - Parameter name: How the error names it; nil for the path.
    /// - Throws: When it ends inside an `\if`; it is left all the same.
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

    /// `\q`: nothing more of the script that is open is read, and what it has open in conditions is no error.
    public mutating func stop() {
        guard let last = scripts.indices.last else { return }
        scripts[last].conditions = ScriptConditions()
    }

    /// What is done with the result of a statement that a command sends; nil for a command that is the program's own.
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

    /// A command's words, with the values of variables in them.
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

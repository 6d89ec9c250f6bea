public import Failures

/// What a client command in a script asks of the program that runs it.
public enum ScriptAction: Sendable, Equatable {
    /// Nothing: the machine has followed it, or it stands in a branch that is not run.
    case nothing
    /// Run another script. A path that is beside counts from the script that names it.
    case include(path: String, isBeside: Bool)
    /// Show a text, with its line feed if it has one.
    case say(String, isRemark: Bool)
    /// List the variables.
    case listVariables
    /// Use another encoding for what is sent and answered: psql's `\encoding`, mysql's `charset`.
    case encoding(String)
    /// Leave this script.
    case stop
    /// A command that the machine does not follow: it belongs to the program, or to nobody.
    case own(ScriptCommand)
}

/// Why a command or a statement of a script is not followed.
public struct ScriptError: Error, Sendable, Equatable {
    /// What is said.
    public let failure: Failure
    /// Whether nothing may follow it, whatever is set for errors: what comes next could mean something else.
    public let endsRun: Bool

    /// Sets every field.
    public init(_ failure: Failure, endsRun: Bool) {
        (self.failure, self.endsRun) = (failure, endsRun)
    }
}

/// A script that is being run.
public struct OpenScript: Sendable, Equatable {
    /// The file it is in; nil for what was given or typed.
    public var path: String?
    /// Which part of it is run.
    public internal(set) var conditions = ScriptConditions()

    /// A script at its beginning.
    public init(path: String? = nil) { self.path = path }

    /// The directory that `\ir` counts from; nil where there is no file.
    public var directory: String? {
        path.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    }
}

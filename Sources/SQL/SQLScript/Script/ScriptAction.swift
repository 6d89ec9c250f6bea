public import Failures

/// The action that a client command in a script requires from the program.
public enum ScriptAction: Sendable, Equatable {
    /// No action: the machine has handled the command, or its branch is not run.
    case nothing
    /// Run another script. If `isBeside`, the path is relative to the including script.
    case include(path: String, isBeside: Bool)
    /// Print a text, including its line feed if it has one.
    case say(String, isRemark: Bool)
    /// List the variables.
    case listVariables
    /// Change the encoding of statements and results: psql's `\encoding`, mysql's `charset`.
    case encoding(String)
    /// End this script.
    case stop
    /// A command that the machine does not handle; the program may know it.
    case own(ScriptCommand)
}

/// The error of a command or statement in a script.
public struct ScriptError: Error, Sendable, Equatable {
    public let failure: Failure
    /// Whether the run must end in any case, because the following statements could have another meaning.
    public let endsRun: Bool

    public init(_ failure: Failure, endsRun: Bool) {
        (self.failure, self.endsRun) = (failure, endsRun)
    }
}

/// A running script.
public struct OpenScript: Sendable, Equatable {
    /// Its file; nil for text from arguments or the keyboard.
    public var path: String?
    /// The state of its `\if` blocks.
    public internal(set) var conditions = ScriptConditions()

    public init(path: String? = nil) { self.path = path }

    /// The base directory of `\ir`; nil when there is no file.
    public var directory: String? {
        path.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    }
}

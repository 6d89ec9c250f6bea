import AWSCredentials
import ArgumentParser

/// Where a sandbox keeps its files.
struct SandboxPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state directory. (default: $XDG_STATE_HOME/quarterdeck/sandbox)", valueName: "dir"),
        completion: .directory)
    var state: String?

    /// The state directory as an absolute path.
    func path(_ session: Session) -> String {
        state.map { ProcessEnvironment.absolutePath(session.environment.path($0)) } ?? session.stateDirectory
            + "/sandbox"
    }

    /// The flag as it has to be repeated.
    var flag: String { state.map { " --state \($0)" } ?? "" }
}

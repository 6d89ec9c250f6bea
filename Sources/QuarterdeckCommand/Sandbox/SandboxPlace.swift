import AWSCredentials
import ArgumentParser
import Failures

/// Where a sandbox keeps its files.
struct SandboxPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state directory. (default: $XDG_STATE_HOME/quarterdeck/sandbox)", valueName: "dir"),
        completion: .directory)
    var state: String?

    /// The state directory as an absolute path.
    func path(_ session: Session) throws(Failure) -> String {
        guard let state else { return session.stateDirectory + "/sandbox" }
        var path = try ProcessEnvironment.absolutePath(session.environment.path(state))
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// The flag as it has to be repeated.
    var flag: String { state.map { " --state \($0)" } ?? "" }
}

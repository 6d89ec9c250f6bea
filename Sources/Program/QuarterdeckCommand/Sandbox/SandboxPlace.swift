import AWSCredentials
import ArgumentParser
import ClusterAccess
import Console
import Failures
import LocalFiles

/// The state directory of a sandbox.
struct SandboxPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state directory. (default: $XDG_STATE_HOME/quarterdeck/sandbox)", valueName: "dir"),
        completion: .directory)
    var state: String?

    /// The state directory as an absolute path.
    func path(_ session: Session) throws(Failure) -> String {
        guard let state else { return session.stateDirectory + "/sandbox" }
        guard !state.isEmpty else { throw Failure(.usage, "--state is empty", next: "--state DIR") }
        let path = try ProcessEnvironment.absolutePath(session.environment.path(state))
        // Without links and dots, so that every spelling means the same sandbox.
        guard let resolved = FilePath.resolved(path) else {
            var parts = FilePath.parent(of: path)
            while parts.name.isEmpty || parts.name == ".", parts.directory != "/" {
                parts = FilePath.parent(of: parts.directory)
            }
            let directory = FilePath.resolved(parts.directory) ?? parts.directory
            return (directory == "/" ? "" : directory) + "/" + parts.name
        }
        return resolved
    }

    /// The flag for commands in messages.
    var flag: String { state.map { " --state \(Quoting.shellWord($0))" } ?? "" }
}

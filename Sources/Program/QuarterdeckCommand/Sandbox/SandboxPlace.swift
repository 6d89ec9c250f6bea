import AWSCredentials
import ArgumentParser
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
            return (FilePath.resolved(parts.directory) ?? parts.directory) + "/" + parts.name
        }
        return resolved
    }

    /// A text quoted as one shell word.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/._-".utf8.contains(byte)
        }
        return isPlain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    /// The flag for commands in messages.
    var flag: String { state.map { " --state \(Self.quoted($0))" } ?? "" }
}

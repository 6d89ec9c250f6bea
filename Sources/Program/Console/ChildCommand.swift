import CPlatform
package import Failures
package import Glibc
import LocalFiles

/// Runs a program in the foreground with this program's standard streams.
package enum ChildCommand {
    /// Starts a program in the foreground. Returns its process id.
    package static func start(
        _ arguments: [String], variables: [String: String], input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
    ) throws(Failure) -> pid_t {
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (input, output, STDERR_FILENO)
                return qd_spawn(&request)
            }
        }
        guard child > 0 else { throw cannotRun(arguments[0], -child) }
        return child
    }

    /// Runs a program to its end. Returns its exit code.
    package static func run(_ arguments: [String], variables: [String: String]) throws(Failure) -> Int32 {
        let child = try start(arguments, variables: variables)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return qd_exit_code(status)
    }

    /// The error for a program that could not be started, from an errno value.
    package static func cannotRun(_ program: String, _ code: Int32) -> Failure {
        switch code {
        case ENOENT:
            Failure(
                .noInput, "cannot run \(program)", why: SystemError.text(code),
                next: "install it, or give its whole path")
        case EACCES, EISDIR, ENOTDIR, ENOEXEC:
            Failure(
                .noInput, "cannot run \(program)",
                why: "it is not a program that you may run: \(SystemError.text(code))",
                next: "ls -l \(Quoting.shellWord(program))")
        default: Failure(.unavailable, "cannot run \(program)", why: SystemError.text(code))
        }
    }
}

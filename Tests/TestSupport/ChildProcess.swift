import CPlatform
import Foundation
import LocalFiles

/// A program in its own process group, with only `PATH` and the sanitizers' options of the tests' environment. It is
/// killed, with all its children, on release.
///
/// Foundation's `Process` lets the child inherit the blocked signals of the starting thread.
public final class ChildProcess {
    /// The process id.
    public let identifier: Int32
    private var code: Int32?

    /// Starts a program found in `PATH` or by its path.
    ///
    /// - Parameters:
    ///   - input: The file for its standard input, `/dev/null` by default.
    ///   - output: The file for its standard output, `/dev/null` by default.
    ///   - errors: The file for its standard error, `/dev/null` by default.
    public init(
        _ arguments: [String], environment: [String: String], directory: String? = nil, input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        // The sanitizers' options apply to the started programs, too.
        let passed = ProcessInfo.processInfo.environment.filter {
            ["PATH", "LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
        }
        let variables = ["PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"]
            .merging(passed) { _, own in own }.merging(environment) { _, own in own }
        let streams = [
            open(input, O_RDONLY | O_CLOEXEC), open(output, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
            open(errors, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
        ]
        defer { for stream in streams { close(stream) } }
        identifier = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (streams[0], streams[1], streams[2])
                request.own_group = 1
                guard let directory else { return qd_spawn(&request) }
                return directory.withCString { pointer in
                    request.directory = pointer
                    return qd_spawn(&request)
                }
            }
        }
        if identifier < 0 { throw POSIXError(POSIXErrorCode(rawValue: -identifier) ?? .EINVAL) }
    }

    deinit {
        guard identifier > 0 else { return }
        kill(-identifier, SIGKILL)
        if code == nil { waitpid(identifier, nil, 0) }
    }

    /// Waits for the end. Returns the exit code, or 128 plus the number of a deadly signal. A program that runs longer
    /// than five minutes is killed.
    public func wait() -> Int32 {
        if let code { return code }
        let deadline = Date(timeIntervalSinceNow: 300)
        var status: Int32 = 0
        while waitpid(identifier, &status, WNOHANG) == 0 {
            if Date() > deadline { kill(-identifier, SIGKILL) }
            poll(nil, 0, 1)
        }
        let result = qd_exit_code(status)
        code = result
        return result
    }
}

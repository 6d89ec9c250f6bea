import CPlatform
import Foundation
import LocalFiles

/// A program in a process group of its own, with nothing of the tests' environment but `PATH` and the sanitizers'
/// options; it is gone, with all it started, when the value is.
///
/// Foundation's `Process` lets the child inherit the blocked signals of the thread it is started from.
public final class ChildProcess {
    /// The process.
    public let identifier: Int32
    private var code: Int32?

    /// Starts a program found by `PATH` or by a path.
    ///
    /// - Parameters:
    ///   - input: What it reads, `/dev/null` by default.
    ///   - output: The file for its standard output, `/dev/null` by default.
    ///   - errors: The file for its standard error, `/dev/null` by default.
    public init(
        _ arguments: [String], environment: [String: String], directory: String? = nil, input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        // What the sanitizers are told holds for the programs they watch, too.
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

    /// Waits for the end and answers the exit code, 128 more than the number for a deadly signal. A program that has
    /// not ended after five minutes is killed.
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

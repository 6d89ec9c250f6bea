import CPlatform
import Failures
import Glibc
import LocalFiles

/// A server or one of its tools: a child that ends with the supervisor.
final class ServiceProcess {
    let identifier: pid_t
    let name: String
    private let log: String
    /// The offset of its own lines in the log.
    private let logStart: Int
    private var code: Int32?

    /// The parameters of a child.
    struct Request {
        var arguments: [String]
        var environment: [String: String] = [:]
        var directory = "/"
        /// The file for standard input, by default `/dev/null`.
        var input = "/dev/null"
        /// The file to which standard output and error are appended.
        var log: String
        /// The signal that the kernel sends when the supervisor ends.
        var deathSignal = SIGKILL
    }

    init(_ request: Request, as account: ServerAccount, inheriting inherited: [Int32]) throws(Failure) {
        name = request.arguments[0].split(separator: "/").last.map(String.init) ?? ""
        log = request.log
        logStart = ServerLog.byteCount(request.log)
        let input = open(request.input, O_RDONLY | O_CLOEXEC)
        let log = open(request.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        defer {
            close(input)
            close(log)
        }
        let variables = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        .merging(request.environment) { _, own in own }
        let result = CStringArray.withPointers(request.arguments) { arguments in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { environment in
                (inherited + [-1]).withUnsafeBufferPointer { descriptors in
                    request.directory.withCString { directory in
                        var service = qd_service_request()
                        service.arguments = arguments
                        service.environment = environment
                        service.directory = directory
                        service.input = input
                        service.output = log
                        service.inherited = descriptors.baseAddress
                        service.changes_user = account.isOther ? 1 : 0
                        service.user = account.user
                        service.group = account.group
                        service.death_signal = request.deathSignal
                        return qd_spawn_service(&service)
                    }
                }
            }
        }
        guard result > 0 else {
            throw Failure(.unavailable, "cannot start \(request.arguments[0])", why: SystemError.text(-result))
        }
        identifier = result
    }

    /// The exit code after its end.
    func ended() -> Int32? {
        if let code { return code }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        code = qd_exit_code(status)
        return code
    }

    /// The first error in its log.
    var firstError: String? { ServerLog.firstError(log, from: logStart) }

    /// Why it ended, according to its log.
    var cause: String { ServerLog.cause(log, from: logStart) }

    func send(_ signal: Int32) {
        if ended() == nil { kill(identifier, signal) }
    }

    /// Sends a signal to its process group, unless it has ended: its number may then belong to another process.
    func sendToGroup(_ signal: Int32) {
        if ended() == nil { kill(-identifier, signal) }
    }
}

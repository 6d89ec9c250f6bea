import AWSCredentials
import CPlatform
import Glibc
import LocalFiles

/// The AWS CLI on this machine.
enum AWSProgram {
    private static let patience: Int32 = 10_000

    /// The path of an AWS CLI of version 2, which can log in to IAM Identity Center; runs it to query its version.
    static func thatLogsIn(_ environment: AWSEnvironment) -> String? {
        guard let found = AWSCommand.path(environment) else { return nil }
        let version = output(of: [found, "--version"], environment).firstMatch(of: /aws-cli\/([0-9]+)\./)
        guard let number = version.flatMap({ Int($0.output.1) }), number >= 2 else { return nil }
        return found
    }

    /// A program's output on both streams, limited to some thousand bytes and to the time limit.
    private static func output(of words: [String], _ environment: AWSEnvironment) -> String {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return "" }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let child = CStringArray.withPointers(words) { words in
            CStringArray.withPointers(environment.variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                (request.arguments, request.environment) = (words, settings)
                (request.input, request.output, request.error) = (nothing, ends[1], ends[1])
                return qd_spawn_daemon(&request)
            }
        }
        close(nothing)
        close(ends[1])
        defer { close(ends[0]) }
        guard child > 0 else { return "" }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let end = qd_monotonic_nanoseconds() + Int64(patience) * 1_000_000
        while bytes.count < 16_384, qd_monotonic_nanoseconds() < end, qd_wait(ends[0], Int16(POLLIN), -1, patience) == 1
        {
            let count = read(ends[0], &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        kill(-child, SIGKILL)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return String(decoding: bytes, as: UTF8.self)
    }
}

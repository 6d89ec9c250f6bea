import Foundation
import TestSupport

/// A directory of a server, readable to its account, and the server in it.
final class PrivateServer {
    let directory: String
    private var process: ChildProcess?

    init() throws {
        directory = "/tmp/qd-scanner-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if geteuid() == 0 { try Tool.run(["chown", "postgres", directory]) }
        try Tool.run(["chmod", "755", directory])
    }

    deinit {
        process = nil
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Servers refuse to run as root, and scripts that are made up must not write as root.
    static var asPostgres: [String] {
        geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
    }

    func start(_ arguments: [String], untilAnswers check: [String]) throws {
        process = try Tool.start(Self.asPostgres + arguments, log: directory + "/server.out")
        for _ in 0..<600 {
            if (try? Tool.run(check)) != nil { return }
            poll(nil, 0, 50)
        }
        throw ToolFailure(
            arguments: arguments, log: (try? String(contentsOfFile: directory + "/server.out", encoding: .utf8)) ?? "")
    }
}

struct ToolFailure: Error {
    let arguments: [String]
    let log: String
}

enum Tool {
    static func start(_ arguments: [String], input: String? = nil, log: String? = nil) throws -> ChildProcess {
        if let log { unlink(log) }
        return try ChildProcess(
            arguments, environment: ["LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"], input: input ?? "/dev/null",
            output: log ?? "/dev/null", errors: log.map { $0 + ".errors" } ?? "/dev/null")
    }

    @discardableResult
    static func run(
        _ arguments: [String], input: String? = nil, log: String? = nil, anyEnd: Bool = false
    ) throws -> Int32 {
        let status = try start(arguments, input: input, log: log).wait()
        guard anyEnd || status == 0 else {
            throw ToolFailure(
                arguments: Array(arguments.prefix(20)),
                log: log.flatMap { try? String(contentsOfFile: $0 + ".errors", encoding: .utf8) } ?? "")
        }
        return status
    }
}

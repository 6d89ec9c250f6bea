public import Foundation

/// A finished program, run with only `PATH` of the tests' environment.
public struct Program: Sendable {
    /// The exit code, or 128 plus the number of a deadly signal.
    public let status: Int32
    /// Standard output.
    public let output: Data
    /// Standard error.
    public let errors: String

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program found in `PATH` or by its absolute path. No test reaches the real metadata service.
    public static func run(
        _ arguments: [String], environment: [String: String] = [:], input: Data = Data(), directory: String? = nil
    ) throws -> Program {
        // Files instead of pipes, so that neither side can block the other.
        let folder = try TemporaryDirectory()
        try input.write(to: URL(fileURLWithPath: folder.path("in")))
        let child = try ChildProcess(
            arguments, environment: environment, directory: directory, input: folder.path("in"),
            output: folder.path("out"), errors: folder.path("err"))
        let status = child.wait()
        return Program(
            status: status, output: try Data(contentsOf: URL(fileURLWithPath: folder.path("out"))),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path("err"))), as: UTF8.self))
    }

    /// The path of a product in the build of the tests.
    public static func product(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name).path
    }
}

import Foundation

/// Python with botocore, for reference results. `.ci/install --tests` installs it.
public enum Oracle {
    /// Runs a script beside a test file with JSON as input. Returns its JSON output.
    public static func ask<Question: Encodable, Answer: Decodable>(
        _ script: String, beside file: String, _ question: Question, environment: [String: String] = [:],
        as type: Answer.Type = Answer.self
    ) throws -> Answer {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let run = try Program.run(
            [python, folder.appendingPathComponent("Oracle/\(script)").path], environment: environment,
            input: try JSONEncoder().encode(question))
        guard run.status == 0 else { throw OracleError(errors: run.errors) }
        return try JSONDecoder().decode(Answer.self, from: run.output)
    }

    /// The interpreter; without it the tests fail.
    public static var python: String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent(".build/oracle/bin/python3").path
    }
}

/// The oracle failed.
public struct OracleError: Error, CustomStringConvertible {
    let errors: String

    /// The error, and the command that installs the oracle.
    public var description: String { "the oracle failed (run .ci/install --tests first): \(errors)" }
}

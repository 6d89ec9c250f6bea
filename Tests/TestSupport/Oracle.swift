import Foundation

/// Python with botocore in it, which says what is right. `.ci/install --tests` makes it.
public enum Oracle {
    /// Runs a script that stands beside a test file, gives it JSON and answers its JSON.
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

    /// The interpreter; its absence makes the tests fail, never pass unasked.
    public static var python: String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent(".build/oracle/bin/python3").path
    }
}

/// The oracle did not answer.
public struct OracleError: Error, CustomStringConvertible {
    let errors: String

    /// The error, and what to run.
    public var description: String { "the oracle failed (run .ci/install --tests first): \(errors)" }
}

import Console
import Doctor
import Failures
import FoundationEssentials
import TerminalUI

/// A report as text and as JSON.
enum DoctorText {
    /// Writes a finished check.
    static func write(_ check: Check) {
        try? StandardOutput.write(line(check) + "\n")
    }

    static func line(_ check: Check) -> String {
        let status = DisplayWidth.padding(check.status.rawValue, to: 8)
        let name = DisplayWidth.padding(check.name.rawValue, to: 12)
        let seconds = check.status == .skipped ? "" : "  (\(seconds(check.seconds)) s)"
        return HarmlessText.of("\(status)\(name)\(check.evidence)\(seconds)")
    }

    static func end(_ report: DoctorReport) -> String {
        var lines: [String]
        if let failed = report.failed {
            lines = ["The check \(failed.rawValue) failed." + (report.cause.map { " Cause: \($0.rawValue)" } ?? "")]
        } else {
            let works = report.checks.contains { $0.name == .login && $0.status == .ok }
            lines = [works ? "The login works." : "Nothing was found that keeps the login from working."]
        }
        lines += report.advice.map { "  try: \($0)" }
        return lines.map { HarmlessText.of($0) + "\n" }.joined()
    }

    static func json(_ report: DoctorReport) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Document(report: report)) else {
            throw Failure(.internalError, "the report cannot be written as JSON")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func seconds(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private struct Document: Encodable {
        let report: DoctorReport

        private enum Key: String, CodingKey {
            case cluster
            case checks
            case cause
            case advice = "try"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(report.cluster, forKey: .cluster)
            try container.encode(report.checks.map(Item.init), forKey: .checks)
            try container.encode(report.cause?.rawValue, forKey: .cause)
            try container.encode(report.advice, forKey: .advice)
        }
    }

    private struct Item: Encodable {
        let name: String
        let status: String
        let evidence: String
        let seconds: Double

        init(_ check: Check) {
            name = check.name.rawValue
            status = check.status.rawValue
            evidence = check.evidence
            seconds = check.seconds
        }
    }
}

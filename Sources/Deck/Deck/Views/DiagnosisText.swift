import Doctor
import Failures
import ScreenKit
import TerminalUI
import Themes

/// The checks of a cluster's login as lines with their status, followed by an explanation of the first failure.
struct DiagnosisText {
    let lines: [FramedList.Line]

    private static let margin = 23

    init(_ diagnosis: Diagnosis, columns: Int) {
        let room = max(20, min(96, columns - 4 - Self.margin))
        var lines: [FramedList.Line] = []
        for check in diagnosis.report.checks {
            for (index, part) in TextCut.wrap(HarmlessText.of(check.evidence), columns: room).enumerated() {
                let head: FramedList.Line =
                    index == 0
                    ? [
                        (DisplayWidth.padding(check.status.rawValue, to: 9), Self.role(check.status)),
                        (DisplayWidth.padding(check.name.rawValue, to: Self.margin - 9), .label),
                    ] : [(String(repeating: " ", count: Self.margin), .label)]
                lines.append(head + [(part, check.status == .skipped ? .menuDetail : .menu)])
            }
        }
        if diagnosis.isRunning {
            lines.append([("checking ...", .menuDetail)])
        } else {
            lines += [[]] + Self.end(diagnosis.report, columns: room + Self.margin)
        }
        self.lines = lines
    }

    private static func end(_ report: DoctorReport, columns: Int) -> [FramedList.Line] {
        var lines: [FramedList.Line]
        if let failed = report.failed {
            let cause = report.cause.map { "   cause: \($0.rawValue)" } ?? ""
            lines = [[("the check \(failed.rawValue) failed", .messageError), (cause, .menuKey)]]
        } else {
            let isSignedIn = report.checks.contains { $0.name == .login && $0.status == .ok }
            let text = isSignedIn ? "the login works" : "nothing was found that keeps the login from working"
            lines = [[(text, .menu)]]
        }
        for advice in report.advice {
            for (index, part) in TextCut.wrap(HarmlessText.of(advice), columns: columns - 5).enumerated() {
                lines.append([(index == 0 ? "try: " : "     ", .label), (part, .menu)])
            }
        }
        return lines
    }

    private static func role(_ status: Check.Status) -> Role {
        switch status {
        case .ok: .menuKey
        case .warning: .messageWarning
        case .failed: .messageError
        case .skipped: .menuDetail
        }
    }
}

package import SQLWire

/// The server's messages besides results, in the words of its own client, on standard error.
package struct StatementRemarks: Sendable {
    let dialect: Dialect
    let quiet: Bool
    /// Whether the format is for people: only then MySQL's row counts are shown.
    let countsRows: Bool
    let report: RunReport

    package init(dialect: Dialect, quiet: Bool, countsRows: Bool, report: RunReport) {
        self.dialect = dialect
        self.quiet = quiet
        self.countsRows = countsRows
        self.report = report
    }

    func write(_ completion: Completion) {
        guard !quiet else { return }
        switch dialect {
        case .postgresql:
            if !completion.tag.isEmpty, !completion.hasColumns || completion.returnsChanges {
                report.plain(completion.tag)
            }
        case .mysql:
            if let text = mySQL(completion) { report.plain(text) }
        }
    }

    func write(_ message: ServerMessage) {
        var lines = ["\(message.severity):  \(message.text)"] + message.excerpt
        if let detail = message.detail { lines.append("DETAIL:  \(detail)") }
        if let hint = message.hint { lines.append("HINT:  \(hint)") }
        lines.forEach(report.plain)
    }

    private func mySQL(_ completion: Completion) -> String? {
        let warnings =
            completion.warnings == 0
            ? "" : ", \(completion.warnings) warning\(completion.warnings == 1 ? "" : "s")"
        let rows = completion.rows ?? 0
        let count = "\(rows) row\(rows == 1 ? "" : "s")"
        if completion.hasColumns {
            if completion.warnings == 0, !countsRows { return nil }
            return (rows == 0 ? "Empty set" : "\(count) in set") + warnings
        }
        let remark = completion.remark.map { "; \($0)" } ?? ""
        return "Query OK, \(count) affected\(warnings)\(remark)"
    }
}

import ArgumentParser
import Audit
import ClusterAccess
import Console
import Failures
import TerminalUI
import Timestamps

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show what was signed and opened on this machine, when and as whom.",
        discussion: """
            Every token that is signed, printed or copied, every program that gets one, and every SQL session is a line of \
            $XDG_STATE_HOME/quarterdeck/audit/audit.jsonl. The audit never holds a token, a password or SQL.

            --since takes 30m, 2h, 7d, today, 2026-11-30 or a moment such as 2026-11-30T14:00:00Z. --json prints the lines \
            as they are: at, event, cluster, host, user, region, access_key, source, expires_at, detail, ticket, \
            statements, pid.
            """)

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Show records from then on.", valueName: "when"))
    var since: String?

    @Option(help: ArgumentHelp("Show records of this cluster.", valueName: "name"))
    var cluster: String?

    @Flag(help: "Print the lines as they are.")
    var json = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let start = try since.map { text throws(Failure) in
            guard let moment = AuditFilter.moment(text, now: session.now) else {
                throw Failure(
                    .usage, "\"\(text)\" is not a moment", next: "--since 2h, --since today or --since 2026-11-30")
            }
            return moment
        }
        let filter = AuditFilter(since: start, cluster: cluster, user: common.user)
        var failure: Failure?
        try AuditLog(directory: session.auditDirectory).read { record, line in
            guard failure == nil, filter.wants(record) else { return }
            do throws(Failure) {
                try StandardOutput.write((json ? String(decoding: line, as: UTF8.self) : Self.text(record)) + "\n")
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private static func text(_ record: AuditRecord) -> String {
        var parts = [
            record.at.rfc3339, DisplayWidth.padding(record.event.rawValue, to: 14),
            DisplayWidth.padding(record.cluster, to: 20), DisplayWidth.padding(record.user, to: 16),
        ]
        if let key = record.accessKey { parts.append("key \(key)") }
        if let source = record.source { parts.append("from \(source)") }
        if let end = record.expiresAt { parts.append("until \(end.clock)") }
        if let count = record.statements { parts.append(count == 1 ? "1 statement" : "\(count) statements") }
        if let detail = record.detail { parts.append(detail) }
        if let ticket = record.ticket { parts.append("ticket \(ticket)") }
        return HarmlessText.of(parts.joined(separator: "  "))
    }
}

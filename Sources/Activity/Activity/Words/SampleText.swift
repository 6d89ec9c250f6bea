import TerminalUI

/// A sample as text: the server, its sessions without the idle ones, and the blocking tree.
public enum SampleText {
    private static let titles = [
        "PID", "USER", "DATABASE", "CLIENT", "APPLICATION", "STATE", "WAIT", "TX AGE", "QUERY AGE", "BLOCKED BY",
        "QUERY",
    ]

    /// The lines of a cluster, each with a newline.
    public static func of(cluster: String, engine: String, _ sample: ServerSample) -> String {
        var lines = [
            "\(cluster)  \(SampleHead.server(engine, sample.server))  "
                + SampleHead.counts(sample).joined(separator: "  ")
        ]
        lines += sample.gaps.map { "  note: \($0)" }
        let busy = sample.sessions.filter { !$0.isIdle }.sorted(by: isBefore)
        if !busy.isEmpty { lines += table([titles] + busy.map(cells)) }
        let idle = sample.sessions.count - busy.count
        if idle > 0 { lines.append("  \(idle) idle \(idle == 1 ? "session" : "sessions") not listed") }
        let tree = BlockingTree(sample)
        if !tree.lines.isEmpty { lines += ["", "  who waits for whom"] + blocking(tree, sample) }
        return lines.map { HarmlessText.of($0) + "\n" }.joined()
    }

    /// Whether a session comes first: by age of the transaction, then of the statement.
    static func isBefore(_ left: ServerSession, _ right: ServerSession) -> Bool {
        (left.transactionAge ?? -1, left.queryAge ?? -1) > (right.transactionAge ?? -1, right.queryAge ?? -1)
    }

    private static func cells(_ session: ServerSession) -> [String] {
        [
            "\(session.pid)", session.user ?? "-", session.database ?? "-",
            session.isHidden ? "-" : session.client ?? "local",
            session.application ?? "-", session.isHidden ? "hidden" : session.state ?? session.kind.rawValue,
            session.wait ?? "-", AgeText.of(session.transactionAge), AgeText.of(session.queryAge),
            session.blockedBy.prefix(4).map(String.init).joined(separator: ",")
                + (session.blockedBy.count > 4 ? ",..." : ""),
            line(session.query ?? ""),
        ].map { HarmlessText.of($0) }
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let widths = titles.indices.dropLast().map { column in
            rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        return rows.map { row in
            "  "
                + row.enumerated().map { column, cell in
                    guard column < widths.count else { return cell }
                    // Numbers are right-aligned.
                    let isNumber = [0, 7, 8].contains(column)
                    let gap = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(cell)))
                    return isNumber ? gap + cell : cell + gap
                }.joined(separator: "  ")
        }
    }

    /// The blocking tree, one line for each session.
    private static func blocking(_ tree: BlockingTree, _ sample: ServerSample) -> [String] {
        let sessions = Dictionary(sample.sessions.map { ($0.pid, $0) }) { first, _ in first }
        return tree.lines.map { line in
            "  " + indent(line) + words(line, sessions, sample)
        }
    }

    /// The tree's lines before a session.
    static func indent(_ line: BlockingTree.Line) -> String {
        guard line.depth > 0 else { return "" }
        return line.rails.map { $0 ? "│  " : "   " }.joined() + (line.isLast ? "└─ " : "├─ ")
    }

    private static func words(
        _ line: BlockingTree.Line, _ sessions: [UInt64: ServerSession], _ sample: ServerSample
    ) -> String {
        var parts: [String] = []
        switch line.node {
        case .session(let pid):
            parts.append("\(pid)")
            guard let session = sessions[pid] else { return "\(pid)  a session that this sample does not show" }
            parts += [session.user, session.state].compactMap { $0 }
            if !session.blockedBy.isEmpty {
                let age = session.waitAge.map { " for \(AgeText.of($0))" } ?? ""
                parts.append("waits\(age) for \(session.lock ?? session.wait ?? "a lock")")
            } else {
                parts.append("transaction \(AgeText.of(session.transactionAge))")
            }
            parts.append(Self.line(session.query ?? ""))
        case .prepared(let name):
            let transaction = sample.prepared.first { $0.name == name }
            parts.append("prepared transaction '\(name)'")
            parts += [transaction?.owner, transaction?.age.map { "prepared \(AgeText.of($0)) ago" }].compactMap { $0 }
        }
        if line.blocks > 0 { parts.insert("blocks \(line.blocks)", at: 1) }
        if line.isInCycle { parts.insert("deadlock", at: 1) }
        return parts.joined(separator: "  ")
    }

    /// A statement on one line.
    static func line(_ query: String) -> String {
        query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

import Endpoints
import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI
import Themes
import Timestamps

/// All facts about a cluster, its token and its identity; none is secret.
struct InspectText {
    let lines: [FramedList.Line]

    init(_ state: DeckState, _ id: RowID) {
        guard let row = state.row(id) else {
            lines = [[("the cluster is no longer in the profile file", .menuDetail)]]
            return
        }
        guard let cluster = row.cluster else {
            let issues = row.issues.flatMap { issue in
                Self.field("at", issue.place) + Self.field("wrong", issue.message)
                    + (issue.suggestion.map { Self.field("try", $0) } ?? [])
            }
            lines = issues.flatMap { Self.wrap($0, state.size.columns) }
            return
        }
        let all =
            Self.token(row, state) + [[]] + Self.identity(row, state) + [[]] + Self.cluster(cluster, state)
            + Self.certificate(row) + Self.authorities(cluster)
        lines = all.flatMap { Self.wrap($0, state.size.columns) }
    }

    /// The keys for this dialog.
    static func footer(_ keymap: Keymap, isUsable: Bool) -> String {
        let uses: [(Action, String)] = isUsable ? [(.copy, "copy"), (.fresh, "fresh")] : []
        let parts = (uses + [(.back, "back")]).compactMap { action, word in
            keymap.label(of: action).map { "\($0) \(word)" }
        }
        return parts.joined(separator: "   ")
    }

    private static func field(_ label: String, _ text: String) -> [FramedList.Line] {
        [[(DisplayWidth.padding(label, to: labelWidth), .label), (HarmlessText.of(text), .menu)]]
    }

    private static let labelWidth = 13

    /// A field wrapped to the lines of a frame on a screen of `columns`.
    private static func wrap(_ line: FramedList.Line, _ columns: Int) -> [FramedList.Line] {
        guard line.count == 2, let text = line.last else { return [line] }
        let room = max(16, min(84, columns - 4 - labelWidth))
        return TextCut.wrap(text.text, columns: room).enumerated().map { index, part in
            index == 0
                ? [line[0], (part, text.role)]
                : [(String(repeating: " ", count: labelWidth), .label), (part, text.role)]
        }
    }

    private static func token(_ row: ClusterRow, _ state: DeckState) -> [FramedList.Line] {
        let failure = (row.refusal ?? row.token.failure).map { failure in
            field(row.refusal == nil ? "failed" : "refused", failure.what)
                + (failure.why.map { field("why", $0) } ?? [])
                + (failure.next.map { field("try", $0) } ?? [])
        }
        if let origin = state.passwordOrigin(of: row) {
            let user = state.user(of: row)
            let age = state.passwordAge(of: row).map { "\($0) ago; it stays in memory until the deck ends" }
            let isPostgreSQL = row.cluster?.engine == .postgresql
            return field("state", "\(user) logs in with a password instead of a token")
                + field("password", "from \(origin.description)")
                + field("fetched", age ?? "not yet: the first login fetches it")
                + (isPostgreSQL
                    ? field("caution", "if \(user) has the role rds_iam, the server takes a token only") : [])
                + (failure ?? [])
        }
        guard let facts = row.token.facts else {
            return (row.token.isSigning ? field("state", "being signed") : field("state", "no token yet"))
                + (failure ?? [])
        }
        let left = facts.secondsLeft(at: state.now)
        let end = facts.expiresAt.clock
        let credentials = facts.credentialsExpireAt.map { "the credentials end at \($0.clock) UTC" }
        let limit =
            facts.isLimitedByCredentials
            ? "its credentials, which end before the token's own \(facts.lifetime) s"
            : "the token's \(facts.lifetime) s" + (credentials.map { "; \($0)" } ?? "")
        return field(
            "state",
            left > 0
                ? "good for new logins until \(end) UTC (in \(CountdownText.of(left)))"
                : "ended at \(end) UTC; an open session stays open")
            + (facts.isOlderThanClock
                ? field("caution", "the system clock was set since; the next login gets a fresh token") : [])
            + field("limited by", limit)
            + field("signed", "\(facts.signedAt.timestamp.rfc3339), \(facts.region)")
            + field("for", "\(facts.user) on \(facts.host):\(facts.port)")
            + field("token", "\(facts.byteCount) bytes   X-Amz-Signature=********")
            + field("kept fresh", row.token.isKeptFresh ? "yes" : "no") + (failure ?? [])
    }

    private static func identity(_ row: ClusterRow, _ state: DeckState) -> [FramedList.Line] {
        let name = state.identityName(of: row)
        switch state.identities[name] {
        case .known(let facts):
            let end = facts.expiresAt.map { "; ends \($0.rfc3339)" } ?? "; without a known end"
            return field("identity", (facts.arn.map { "\($0)   " } ?? "") + "key \(facts.maskedKey)\(end)")
                + field("from", facts.source)
                + (facts.access.map { access in
                    field("access", "\(access.text(at: state.now.timestamp)) UTC (\(access.source))")
                } ?? []) + facts.trail.flatMap { field("asked", $0) }
        case .failed(let failure):
            return field("identity", failure.what) + (failure.why.map { field("why", $0) } ?? [])
                + (failure.next.map { field("try", $0) } ?? [])
        case .asking: return field("identity", "being looked up: \(name.label)")
        case nil: return field("identity", name.label)
        }
    }

    private static func cluster(_ cluster: Cluster, _ state: DeckState) -> [FramedList.Line] {
        var lines = field("endpoint", "\(cluster.endpoint.host):\(cluster.port)")
        if let dial = cluster.connectTo { lines += field("dialled at", "\(dial)") }
        if case .command(let command) = cluster.tunnel {
            lines += field("tunnel runs", command)
        } else if let route = cluster.tunnel {
            lines += field("tunnel", "\(route)")
        }
        if let reader = cluster.readerEndpoint { lines += field("readers", reader.host) }
        lines += field("engine", cluster.engine.displayName)
        if let database = cluster.database { lines += field("database", database) }
        lines += field("user", cluster.user ?? "none: user = \"NAME\" in the profile file")
        lines += field("IAM action", cluster.engine.action(for: state.userForAll ?? cluster.user))
        if !cluster.users.isEmpty { lines += field("also", cluster.users.joined(separator: ", ")) }
        if cluster.isReadOnly { lines += field("read-only", "yes, by the server") }
        if let timeout = cluster.statementTimeout { lines += field("time-out", "\(timeout) s a statement") }
        if !cluster.tags.isEmpty { lines += field("tags", cluster.tags.joined(separator: ", ")) }
        if let note = cluster.note { lines += field("note", note) }
        return lines
    }

    private static func authorities(_ cluster: Cluster) -> [FramedList.Line] {
        guard let file = cluster.caFile else { return [] }
        return field(
            "ca_file", file + (cluster.isCAOnly ? "; no other authority counts" : "; its authorities count, too"))
    }

    private static func certificate(_ row: ClusterRow) -> [FramedList.Line] {
        switch row.certificate {
        case .unknown: []
        case .asking: field("TLS", "being looked at")
        case .known(let facts):
            field("TLS", "\(facts.version), trusted by the root \(facts.authority), valid until \(facts.lastDay)")
                + facts.warnings.flatMap { field("caution", $0) }
        case .failed(let failure): field("TLS", failure.what) + (failure.why.map { field("why", $0) } ?? [])
        }
    }
}

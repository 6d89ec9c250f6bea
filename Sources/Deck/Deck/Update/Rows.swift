import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI

/// Applies a new profile file. The state of clusters that are still in it stays, unless the name now belongs to another
/// cluster.
func load(_ state: inout DeckState, _ result: Result<ProfileFile, Failure>) -> [Effect] {
    let isFirst = state.rows.isEmpty && state.profileFailure == nil
    let cursor = state.cursor
    switch result {
    case .failure(let failure):
        let isNew = state.profileFailure != failure
        state.profileFailure = failure
        // The known clusters stay usable while the user repairs the file.
        if !state.rows.isEmpty, isNew {
            state.say(.error, failure.brief)
        } else if !state.rows.isEmpty {
            state.say(.warning, "profile file read again: the same mistake is in it")
        }
    case .success(let file):
        state.profileFailure = nil
        var ordinals: [String: Int] = [:]
        let before = state.rows
        let places = state.places
        var dropped: [String] = []
        state.rows = file.entries.map { entry in
            let ordinal = ordinals[entry.name, default: 0]
            ordinals[entry.name] = ordinal + 1
            let id = RowID(entry.name, ordinal: ordinal)
            var row = ClusterRow(id: id, entry: entry)
            guard let place = places[id] else { return row }
            guard row.isSamePlace(as: before[place]) else {
                if before[place].token.facts != nil, let changed = row.difference(from: before[place]) {
                    let text = "dropped the token: the profile file names another \(changed)"
                    row.last = Message(.warning, text, at: state.now)
                    dropped.append("\(id.name): \(text)")
                }
                // The settings keep only a token fresh that the user has requested.
                row.token.choice = before[place].token.choice
                row.token.isKeptFresh = row.token.choice ?? false
                return row
            }
            row.token = before[place].token
            row.passwordAt = before[place].passwordAt
            row.last = before[place].last
            row.certificate = before[place].certificate
            row.diagnosis = before[place].diagnosis
            return row
        }
        state.places = Dictionary(uniqueKeysWithValues: state.rows.enumerated().map { ($1.id, $0) })
        state.marks = state.marks.filter { state.places[$0] != nil }
        state.widths = ColumnWidths(state.rows)
        if !isFirst { state.say(.info, "profile file read again: \(state.rows.count) clusters") }
        if let first = dropped.first {
            state.say(.warning, first + (dropped.count > 1 ? " (and \(dropped.count - 1) more)" : ""))
        }
        // Unchanged issues were already reported.
        let issues = file.issues.map { "\($0.place): \($0.message)" }
        for issue in issues where !state.toldIssues.contains(issue) { state.say(.warning, issue) }
        state.toldIssues = issues
    }
    state.arrange()
    // The formats belonged to a cluster that is gone; the user did not request the next one's token.
    if case .formats = state.overlay, state.cursor != cursor { state.vanish() }
    return isFirst ? [] : identifyCurrent(&state)
}

extension ClusterRow {
    /// The part of the login that has changed, as its key in the profile file.
    func difference(from other: ClusterRow) -> String? {
        guard let cluster, let before = other.cluster else { return nil }
        if cluster.endpoint != before.endpoint { return "endpoint" }
        if cluster.port != before.port { return "port" }
        if cluster.user != before.user { return "user" }
        if cluster.awsProfile != before.awsProfile { return "aws_profile" }
        if cluster.passwordOrigin != before.passwordOrigin { return "password" }
        return cluster.region != before.region ? "region" : nil
    }

    /// Whether a token for one row is valid for the other.
    func isSamePlace(as other: ClusterRow) -> Bool {
        guard let cluster, let before = other.cluster else { return false }
        return cluster.endpoint == before.endpoint && cluster.port == before.port && cluster.user == before.user
            && cluster.region == before.region && cluster.awsProfile == before.awsProfile
            && cluster.passwordOrigin == before.passwordOrigin
    }
}

extension DeckState {
    /// Filters and sorts again. The cursor stays on its cluster, returns to one that the filter had hidden, or moves to
    /// the row in its place.
    mutating func arrange() {
        let line = cursorLine ?? 0
        var filter = RowFilter(filter.text)
        let shown = filter.isEmpty ? Array(rows.indices) : filter.places(in: rows, at: now)
        order = sorting.sorted(shown, of: rows)
        if let place = beforeFilter.flatMap({ places[$0] }), order.contains(place) { cursor = beforeFilter }
        if cursorLine == nil {
            cursor = order.isEmpty ? nil : rows[order[min(line, order.count - 1)]].id
        }
        keepCursorInSight()
    }

    /// Scrolls until the cursor is visible, within the table.
    mutating func keepCursorInSight() {
        let height = max(1, Layout(self).table.size.rows)
        let line = cursorLine ?? 0
        top = min(max(top, line - height + 1), line)
        top = max(0, min(top, order.count - height))
    }

    /// Moves the cursor by lines, or to a line.
    mutating func move(by lines: Int) {
        move(to: (cursorLine ?? 0) + lines)
    }

    mutating func move(to line: Int) {
        guard !order.isEmpty else { return }
        cursor = rows[order[max(0, min(order.count - 1, line))]].id
        if beforeFilter != nil { beforeFilter = cursor }
        keepCursorInSight()
    }
}

import Failures
import Profiles
import ResultDelivery
import Results
import SQLScript
import SQLWire
import ScreenKit
import TerminalUI

/// Runs `body` on the last statement of a session on several clusters, if there is one.
func onClusters(
    _ state: inout WorkspaceState, _ body: (inout WorkspaceState) -> [WorkspaceEffect]
) -> [WorkspaceEffect] {
    guard !state.place.members.isEmpty else {
        state.say(.info, "this session is on one cluster; in the deck, f opens one on the marked clusters")
        return []
    }
    guard !state.clusters.isEmpty else {
        state.say(.info, "no statement has run on these clusters yet")
        return []
    }
    return body(&state)
}

/// Handles a key in the lines of the clusters.
func pressInClusters(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    guard let action = state.keymap.action(key, at: .grid) else { return [] }
    let page = max(1, WorkspaceLayout(state).clusters.size.rows - 1)
    switch action {
    case .up: state.moveInClusters(by: -1)
    case .down: state.moveInClusters(by: 1)
    case .pageUp, .halfPageUp: state.moveInClusters(by: -page)
    case .pageDown, .halfPageDown: state.moveInClusters(by: page)
    case .first: state.moveInClusters(by: -state.clusters.count)
    case .last: state.moveInClusters(by: state.clusters.count)
    case .openCell: state.openCluster()
    case .back: state.focus = .grid
    default:
        guard action.section == .grid else { return perform(&state, action) }
        let result = state.keymap.label(of: .nextPane) ?? "F6"
        state.say(.info, "\(key.label) is for the result; \(result) goes on to the other panes")
    }
    return []
}

/// Asks the cluster under the cursor to end its statement; the second time, drops its connection.
func cancelCluster(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let index = min(state.clusterLine, state.clusters.count - 1)
    let cluster = state.clusters[index]
    guard state.run != nil, !cluster.isOver else {
        state.say(.info, "nothing runs on \(cluster.name)")
        return []
    }
    let isFirst = state.cancelledClusters.insert(index).inserted
    let key = state.keymap.keys(of: .cancelCluster).first?.label ?? "c"
    state.say(
        isFirst ? .info : .warning,
        isFirst
            ? "asking \(cluster.name) to end it; \(key) again drops its connection"
            : "dropping the connection to \(cluster.name)")
    return [.cancelCluster(index, drops: !isFirst)]
}

/// Runs the last statement again on the clusters where it failed; on those where it was cancelled, if it failed nowhere.
func runFailedAgain(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    if let refusal = state.refusalToRun {
        state.say(.error, "not run: \(refusal)")
        return []
    }
    func indices(_ end: ClusterProgress.State) -> [Int] {
        state.clusters.indices.filter { state.clusters[$0].state == end }
    }
    let failed = indices(.failed).isEmpty ? indices(.cancelled) : indices(.failed)
    guard !failed.isEmpty, var order = state.last else {
        state.say(.info, "the statement failed on none of the \(Count.of(state.clusters.count, "cluster"))")
        return []
    }
    order.clusters = failed
    // It is in the history already.
    order.place = nil
    return begin(&state, [.statement(order)], isGuarded: false, isAsked: false)
}

extension WorkspaceState {
    /// The indices of the clusters on which steps would run.
    private func targets(of steps: [Step]) -> [Int] {
        for case .statement(let order) in steps { if let some = order.clusters { return some } }
        return Array(place.members.indices)
    }

    /// The text that the user must type to confirm steps: the cluster's name, or the number of clusters.
    func confirmation(of steps: [Step]) -> String {
        place.members.isEmpty ? place.cluster.name : "\(targets(of: steps).count)"
    }

    /// The reasons to confirm a write on several clusters.
    func risksOfSeveral(_ steps: [Step]) -> [String] {
        guard !place.members.isEmpty, place.isForWriting else { return [] }
        let targets = targets(of: steps)
        let production = targets.count { Environment(place.members[$0].cluster.environment ?? "") == .production }
        let count = "writes on \(Count.of(targets.count, "cluster")), \(production) of them production"
        let isAgain = steps.contains { if case .statement(let order) = $0 { order.clusters != nil } else { false } }
        let unknown = isAgain ? targets.filter { clusters[$0].isUncertain } : []
        guard !unknown.isEmpty else { return [count] }
        let names = unknown.map { place.members[$0].cluster.name }.joined(separator: ", ")
        return [count, "the connection was lost during the last statement, which may be done on \(names)"]
    }

    /// Prepares the lines of the clusters for a statement.
    mutating func beginClusters(_ order: StatementOrder) {
        guard !place.members.isEmpty else { return }
        run?.grids = []
        cancelledClusters = []
        let fresh = place.members.map { ClusterProgress(name: $0.cluster.name) }
        if let some = order.clusters, clusters.count == fresh.count {
            for index in some where fresh.indices.contains(index) { clusters[index] = fresh[index] }
        } else {
            clusters = order.use.isShown ? fresh : []
        }
        clustersAt = now
        if clusters.isEmpty, focus == .clusters { focus = .grid }
    }

    /// Handles a report of the clusters' progress.
    mutating func follow(_ clusters: [ClusterProgress]) {
        self.clusters = clusters
        clustersAt = now
        guard let run else { return }
        let elapsed = now.uptime - run.startedAt.uptime
        for grid in run.grids {
            changeItem(grid) { item in
                if item.firstRow == nil { item.firstRow = elapsed }
                item.elapsed = elapsed
            }
        }
    }

    /// Handles the end of all answers.
    mutating func conclude(_ clusters: [ClusterProgress], _ elapsed: Int64) {
        follow(clusters)
        guard let run else { return }
        let own = (run.order?.clusters ?? Array(clusters.indices)).map { clusters[$0] }
        let open = own.filter { $0.state != .done }
        let rows = own.reduce(0) { $0 + $1.rows }
        let shortfall = open.isEmpty ? nil : "\(open.count) of \(Count.of(own.count, "cluster")) not done"
        for grid in run.grids {
            changeItem(grid) { item in
                let count = item.store?.rowCount ?? 0
                item.completion = Completion(tag: "SELECT \(count)", rows: UInt64(count), hasColumns: true)
                item.elapsed = elapsed
                item.isEnded = true
                item.shortfall = item.shortfall ?? shortfall
            }
            output(grid)
        }
        self.run?.hasFailed = !open.isEmpty
        if let broken = run.broken { return say(.error, broken.brief) }
        if run.grids.isEmpty {
            var lines = open.filter { !$0.words.isEmpty }.map { cluster in
                SheetLine("\(cluster.name): \(cluster.words.joined(separator: "; "))", .error)
            }
            let done = own.count - open.count
            if done > 0 {
                lines.insert(SheetLine("\(Count.of(rows, "row")) on \(Count.of(done, "cluster"))", hanging: 0), at: 0)
            }
            summarise(lines)
        }
        say(open.isEmpty ? .info : run.cancelledAt == nil ? .error : .warning, outcome(own, open, rows, elapsed))
    }

    private func outcome(
        _ own: [ClusterProgress], _ open: [ClusterProgress], _ rows: UInt64, _ elapsed: Int64
    ) -> String {
        let time = showsTiming ? " in \(Duration.of(elapsed))" : ""
        let done = own.count - open.count
        var words = done > 0 ? ["\(Count.of(rows, "row")) from \(Count.of(done, "cluster"))\(time)"] : []
        if !open.isEmpty {
            let names = open.prefix(5).map(\.name).joined(separator: ", ") + (open.count > 5 ? " and others" : "")
            let verb = open.allSatisfy { $0.state == .cancelled } ? "cancelled" : "failed"
            let key = keys(of: .failedAgain).map { " (\($0) runs it again there)" } ?? ""
            words.insert("\(open.count) of \(Count.of(own.count, "cluster")) \(verb): \(names)\(key)", at: 0)
        }
        let groups = ClusterProgress.groups(of: clusters)
        if groups.count > 1 {
            let key = keys(of: .differences).map { " (\($0) shows them)" } ?? ""
            words.append("\(groups.count) different answers\(key)")
        } else if let same = groups.first, same.count > 1 {
            words.append("\(Count.of(same.count, "cluster")) returned the same rows")
        }
        if let grids = run?.grids.count, grids > 1 { words.append("\(grids) results, one for each set of columns") }
        return words.joined(separator: "; ")
    }

    /// The keys for an action on the clusters from where the user is: in the text, letters are text.
    private func keys(of action: SQLAction) -> String? {
        guard let key = keymap.keys(of: action).first?.label else { return nil }
        return focus == .editor ? keymap.label(of: .nextPane).map { "\($0), then \(key)" } : key
    }

    mutating func moveInClusters(by lines: Int) {
        clusterLine = max(0, min(clusters.count - 1, clusterLine + lines))
    }

    /// Shows all lines about the cluster under the cursor.
    fileprivate mutating func openCluster() {
        guard clusters.indices.contains(clusterLine) else { return }
        let cluster = clusters[clusterLine]
        let facts =
            "\(ClusterLinesView.word(cluster)), \(Count.of(cluster.rows, "row")) in \(Duration.of(cluster.time))"
        let kind: SheetLine.Kind = cluster.state == .failed ? .error : .text
        overlay = .text(
            SQLOverlay.Reader(
                title: cluster.name, [SheetLine(facts, .dim)] + cluster.words.map { SheetLine($0, kind) }))
    }

    /// Shows the groups of clusters with equal answers.
    mutating func showDifferences() {
        let groups = ClusterProgress.groups(of: clusters)
        var lines: [SheetLine] = []
        func add(_ title: String, _ names: [ClusterProgress]) {
            lines.append(SheetLine(title, .title))
            lines.append(SheetLine("  " + names.map(\.name).joined(separator: ", "), hanging: 2))
        }
        for (index, group) in groups.enumerated() {
            let rows = Count.of(group[0].rows, "row")
            add(
                "\(index + 1). \(Count.of(group.count, "cluster")), \(rows)\(group.count > 1 ? " each, equal" : "")",
                group)
        }
        let rest = clusters.filter { $0.state != .done }
        if !rest.isEmpty { add("\(Count.of(rest.count, "cluster")) without a whole answer", rest) }
        if groups.count > 1, let key = keymap.keys(of: .filterByCell).first?.label {
            lines.append(SheetLine("In the result, \(key) on a cluster's name shows only its rows.", .dim))
        }
        let title =
            switch groups.count {
            case 0: "no answers"
            case 1: rest.isEmpty ? "all answers are equal" : "equal answers, and some are missing"
            default: "\(groups.count) different answers"
            }
        overlay = .text(SQLOverlay.Reader(title: title, lines))
    }
}

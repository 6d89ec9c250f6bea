import ScreenKit
import TerminalUI
import Timestamps

extension ActivityState {
    /// Performs the action of a key.
    mutating func perform(_ action: ActivityAction) -> [ActivityEffect] {
        switch action {
        case .query: return enter()
        case .cancel: ask(terminates: false)
        case .terminate: ask(terminates: true)
        case .plan: return plan()
        case .mark: mark()
        case .copy: return copy()
        case .export: askForFile()
        case .view: return turn(1)
        case .viewBack: return turn(-1)
        case .sort: order = Self.next(order, Order.allCases)
        case .group: group = Self.next(group, Group.allCases)
        case .filter: isFiltering = shown != nil
        case .idle: showsIdle.toggle()
        case .pause:
            isPaused.toggle()
            return [.pause(isPaused)]
        case .earlier: travel(1)
        case .later: travel(-1)
        case .now: travel(-back)
        case .faster: return pace(interval / 2)
        case .slower: return pace(interval * 2)
        case .clusters:
            showNextCluster()
            settleCursor()
            return [detail]
        case .up: move(-1)
        case .down: move(1)
        case .top: move(-1_000_000)
        case .bottom: move(1_000_000)
        case .pageUp: move(-max(1, ActivityLayout(self).table.size.rows - 1))
        case .pageDown: move(max(1, ActivityLayout(self).table.size.rows - 1))
        case .help: overlay = .help(FilteredList())
        case .redraw: return [.redraw]
        case .stop: return [.stop]
        case .back, .quit: return goBack(clearsFilter: action == .back)
        case .interrupt: return [.leave]
        }
        settleCursor()
        return []
    }

    /// Moves the cursor to a session in the table; it stays on the same session if possible.
    mutating func settleCursor() {
        let rows = max(1, ActivityLayout(self).table.size.rows)
        let count: Int
        let place: Int
        if shown == nil {
            count = clusters.count
            chosen = max(0, min(chosen, count - 1))
            place = chosen
        } else {
            let lines = SessionLines(self).lines
            count = lines.count
            if let pid = cursor, let index = lines.firstIndex(where: { $0.session?.pid == pid }) { line = index }
            line = max(0, min(line, count - 1))
            cursor = lines.indices.contains(line) ? lines[line].session?.pid : nil
            place = line
        }
        top = max(0, min(top, max(0, count - rows)))
        if place < top { top = place }
        if place >= top + rows { top = place - rows + 1 }
    }

    mutating func move(_ distance: Int) {
        if shown == nil {
            chosen = max(0, min(clusters.count - 1, chosen + distance))
        } else {
            let lines = SessionLines(self).lines
            line = max(0, min(lines.count - 1, line + distance))
            cursor = lines.indices.contains(line) ? lines[line].session?.pid : nil
        }
        settleCursor()
    }

    private static func next<Value: Equatable>(_ value: Value, _ all: [Value], by step: Int = 1) -> Value {
        let index = all.firstIndex(of: value) ?? 0
        return all[(index + step + all.count) % all.count]
    }

    private mutating func turn(_ step: Int) -> [ActivityEffect] {
        guard shown != nil else { return [] }
        view = Self.next(view, View.allCases, by: step)
        (line, top) = (0, 0)
        settleCursor()
        return [detail]
    }

    /// The details that the view of the shown cluster needs.
    private var detail: ActivityEffect {
        switch view {
        case .progress: .detail(cluster?.row, [.progress])
        case .statements: .detail(cluster?.row, [.statements])
        case .sessions, .blocking, .idleInTransaction, .longTransactions: .detail(nil, [])
        }
    }

    private mutating func travel(_ step: Int) {
        guard let cluster else { return }
        back = max(0, min(cluster.history.points.count - 1, back + step))
    }

    private mutating func pace(_ seconds: Double) -> [ActivityEffect] {
        interval = max(0.5, min(60, seconds))
        return [.sampleEvery(interval)]
    }

    private mutating func showNextCluster() {
        guard clusters.count > 1 else { return }
        show(((shown ?? chosen - 1) + 1) % clusters.count)
    }

    private mutating func show(_ index: Int?) {
        if let index { chosen = index } else { top = 0 }
        shown = index
        (back, cursor, line, top, marks) = (0, nil, 0, 0, [])
    }

    private mutating func enter() -> [ActivityEffect] {
        if shown == nil {
            show(chosen)
            settleCursor()
        } else if let pid = cursor {
            overlay = .session(pid, scroll: 0)
        }
        return []
    }

    private mutating func goBack(clearsFilter: Bool) -> [ActivityEffect] {
        if clearsFilter, !filter.text.isEmpty {
            filter = TextField()
        } else if clearsFilter, group != .none {
            group = .none
        } else if clearsFilter, back > 0 {
            back = 0
        } else if shown != nil, clusters.count > 1 {
            show(nil)
        } else {
            return [.leave]
        }
        settleCursor()
        return []
    }

    private mutating func mark() {
        guard let pid = cursor else { return }
        if marks.remove(pid) == nil { marks.insert(pid) }
        move(1)
    }

    /// The session under the cursor in the shown sample.
    var current: ServerSession? { cursor.flatMap { pid in sample?.sessions.first { $0.pid == pid } } }

    private mutating func plan() -> [ActivityEffect] {
        guard let cluster, let query = current?.query, !query.isEmpty else {
            messages.add(Message(.warning, "no statement selected", at: now))
            return []
        }
        guard query.unicodeScalars.count < PostgreSQLQueries.longestQuery else {
            let words = "the sample has only the statement's first \(PostgreSQLQueries.longestQuery) characters"
            messages.add(Message(.warning, words, at: now))
            return []
        }
        // EXPLAIN would apply only to the first of several statements; the others would run.
        guard !query.reversed().drop(while: { $0 == ";" || $0.isWhitespace }).contains(";") else {
            let key = keymap.label(of: .copy) ?? "y"
            let words = "the text may be several statements, which EXPLAIN would run; \(key) copies it"
            messages.add(Message(.warning, words, at: now))
            return []
        }
        // From PostgreSQL 16 on, a statement with parameters has a generic plan.
        let isGeneric = cluster.engine != "MySQL" && query.contains("$1")
        return [.edit(cluster.row, "EXPLAIN \(isGeneric ? "(GENERIC_PLAN) " : "")\(query)")]
    }

    private mutating func askForFile() {
        guard exported.contains(where: { !$0.history.points.isEmpty }) else {
            messages.add(Message(.warning, "there are no samples yet", at: now))
            return
        }
        let name = cluster?.row.name ?? "activity"
        overlay = .export(TextField("\(name)-\(now.timestamp.amzDate.prefix(15)).csv"))
    }

    private func copy() -> [ActivityEffect] {
        current?.query.map { [.copy($0)] } ?? []
    }

    private mutating func ask(terminates: Bool) {
        guard let cluster else { return }
        guard back == 0 else {
            let key = keymap.label(of: .now) ?? "0"
            messages.add(
                Message(.warning, "an old sample is shown; press \(key) for the newest one, then end sessions", at: now)
            )
            return
        }
        let there = Set(sample?.sessions.map(\.pid) ?? [])
        let pids = marks.isEmpty ? cursor.map { [$0] } ?? [] : marks.intersection(there).sorted()
        guard !pids.isEmpty else {
            messages.add(Message(.warning, "no session selected", at: now))
            return
        }
        overlay = .confirmation(
            Ending(pids: pids, terminates: terminates, name: cluster.isProduction ? cluster.row.name : nil))
    }
}

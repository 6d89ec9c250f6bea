import ScreenKit

/// The lines of the session table: a sample after the view, the filter, the order and the group are applied.
struct SessionLines {
    /// A line of the table.
    struct Line: Sendable, Equatable {
        /// A session, a prepared transaction, or the name of a group.
        enum Content: Sendable, Equatable {
            case session(ServerSession)
            case prepared(PreparedTransaction)
            case group(String, sessions: Int, active: Int, waiting: Int, oldest: Double?)
        }

        var content: Content
        /// The lines of the blocking tree before the content.
        var indent = ""
        var blocks = 0
        var isInCycle = false

        /// The session for an action.
        var session: ServerSession? {
            if case .session(let session) = content { session } else { nil }
        }
    }

    let lines: [Line]
    /// The number of sessions in the sample.
    let total: Int

    init(_ state: ActivityState) {
        guard let sample = state.sample else {
            (lines, total) = ([], 0)
            return
        }
        total = sample.sessions.count
        let tree = BlockingTree(sample)
        let words = state.filter.text.lowercased().split(separator: " ")
        if state.view == .progress || state.view == .statements {
            lines = []
            return
        }
        if state.view == .blocking {
            lines = Self.blocking(tree, sample).filter { line in
                line.session.map { Self.matches($0, words) } ?? words.isEmpty
            }
            return
        }
        var sessions = sample.sessions.filter { Self.isShown($0, state) && Self.matches($0, words) }
        if state.group != .none {
            lines = Self.groups(sessions, by: state.group)
            return
        }
        let order = state.view == .sessions ? state.order : .transaction
        sessions.sort { Self.isBefore($0, $1, order, tree) }
        lines = sessions.map { Line(content: .session($0), blocks: tree.blocks($0.pid)) }
    }

    private static func isShown(_ session: ServerSession, _ state: ActivityState) -> Bool {
        switch state.view {
        case .sessions: state.showsIdle || !session.isIdle || session.isHidden
        case .blocking, .progress, .statements: true
        case .idleInTransaction: session.isIdleInTransaction
        case .longTransactions: session.transactionAge.map { $0 >= 60 } ?? false
        }
    }

    private static func matches(_ session: ServerSession, _ words: [Substring]) -> Bool {
        guard !words.isEmpty else { return true }
        let texts = [
            "\(session.pid)", session.user, session.database, session.client, session.application, session.state,
            session.wait, session.query,
        ].compactMap { $0?.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }

    private static func isBefore(
        _ left: ServerSession, _ right: ServerSession, _ order: ActivityState.Order, _ tree: BlockingTree
    ) -> Bool {
        switch order {
        case .transaction: break
        case .query:
            if left.isActive != right.isActive { return left.isActive }
            if left.queryAge != right.queryAge { return left.queryAge ?? -1 > right.queryAge ?? -1 }
        case .wait:
            let (one, other) = (left.isActive ? left.wait ?? "CPU" : "", right.isActive ? right.wait ?? "CPU" : "")
            if one != other { return one > other }
        case .blocks:
            let (one, other) = (tree.blocks(left.pid), tree.blocks(right.pid))
            if one != other { return one > other }
        }
        return SampleText.isBefore(left, right)
    }

    private static func blocking(_ tree: BlockingTree, _ sample: ServerSample) -> [Line] {
        let sessions = Dictionary(sample.sessions.map { ($0.pid, $0) }) { first, _ in first }
        return tree.lines.map { line in
            let content: Line.Content
            switch line.node {
            case .session(let pid): content = .session(sessions[pid] ?? ServerSession(pid: pid))
            case .prepared(let name):
                let known = sample.prepared.first { $0.name == name }
                content = .prepared(
                    known ?? PreparedTransaction(name: name, owner: nil, database: nil, age: nil, blocks: []))
            }
            return Line(
                content: content, indent: SampleText.indent(line), blocks: line.blocks, isInCycle: line.isInCycle)
        }
    }

    private static func groups(_ sessions: [ServerSession], by group: ActivityState.Group) -> [Line] {
        func word(_ session: ServerSession) -> String? {
            switch group {
            case .none: nil
            case .user: session.user
            case .client: session.client ?? "local"
            case .application: session.application
            case .query: session.query.map(SampleText.line)
            }
        }
        return Dictionary(grouping: sessions) { word($0) ?? "-" }
            .map { name, members in
                Line(
                    content: .group(
                        name, sessions: members.count, active: members.count { $0.isActive },
                        waiting: members.count { $0.isWaiting }, oldest: members.compactMap(\.transactionAge).max()))
            }
            .sorted { left, right in
                guard case .group(let one, let ofOne, let active, _, _) = left.content,
                    case .group(let other, let ofOther, let others, _, _) = right.content
                else { return false }
                return (active, ofOne, other) > (others, ofOther, one)
            }
    }
}

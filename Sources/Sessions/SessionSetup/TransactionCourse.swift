import SQLText
import SQLWire

/// Simulates the server's handling of a text's statements, and finds commits that the server may have made without
/// confirming them.
struct TransactionCourse {
    private let steps: [TransactionStep]
    private let dialect: Dialect
    /// The transaction's state after the last answer.
    private let now: SessionState.Transaction
    private let commitsByItself: Bool

    private enum Block { case none, open, failed }

    private var block: Block
    /// The first statement of PostgreSQL's implicit transaction for several statements in one text.
    private var implicitStart: Int?
    /// Whether there may be executed but uncommitted work.
    private var hasOpened: Bool
    /// The number of leading statements whose work is certainly committed.
    private var confirmed: Int? = 0
    private var points: [Loss.Fate] = []
    /// Whether answers cannot be assigned to statements: a procedure may send any number.
    private(set) var isUnclear = false

    init(
        _ steps: [TransactionStep], dialect: Dialect, before: SessionState.Transaction,
        now: SessionState.Transaction, commitsByItself: Bool
    ) {
        self.steps = steps
        self.dialect = dialect
        self.now = now
        self.commitsByItself = commitsByItself
        block = Self.block(before)
        hasOpened = before != .none
    }

    private static func block(_ transaction: SessionState.Transaction) -> Block {
        switch transaction {
        case .none: .none
        case .open: .open
        case .failed: .failed
        }
    }

    /// - Parameters:
    ///   - answers: The number of statements that the server has reported as done.
    ///   - isRefused: Whether it has rejected the next one, and so all others.
    ///   - awaitsData: Whether the next one waits for data, without which it has no effect.
    mutating func run(answers: Int, isRefused: Bool, awaitsData: Bool) {
        guard dialect == .postgresql else { return runMySQL(answers: answers, isRefused: isRefused) }
        isUnclear = answers > max(steps.count, 1)
        for (index, step) in steps.enumerated() {
            if index == answers, isRefused || awaitsData {
                if block == .open || implicitStart != nil { hasOpened = true }
                return
            }
            follow(step, index, isCertain: index < answers)
        }
        guard let start = implicitStart else { return }
        // The last answer comes after the commit.
        if answers >= steps.count { return confirm(steps.count) }
        points.append(start == 0 ? .maybeDoneTogether : inPart)
    }

    private mutating func follow(_ step: TransactionStep, _ index: Int, isCertain: Bool) {
        func add(_ fate: Loss.Fate) {
            if isCertain { confirm(index + 1) } else { points.append(fate) }
        }
        switch step.kind {
        case .begin:
            if block == .none { (block, hasOpened, implicitStart) = (.open, true, nil) }
        case .commit:
            if block == .open || block == .none && implicitStart != nil {
                add(.maybeCommitted(by: step.name, implicitly: false))
            }
            (block, implicitStart) = (.none, nil)
            if isCertain { hasOpened = false }
        case .rollback:
            (block, implicitStart) = (.none, nil)
            if isCertain { hasOpened = false }
        case .prepare:
            if block == .open { add(.maybePrepared(by: step.name)) }
            (block, implicitStart) = (.none, nil)
            if isCertain { hasOpened = false }
        case .resolve:
            add(.maybeResolved(by: step.name))
        case .nothing:
            if block == .failed { block = .open }
        case .plain, .opaque, .implicitCommit:
            guard block == .none else { return }
            if steps.count > 1 {
                implicitStart = implicitStart ?? index
            } else {
                add(step.kind == .opaque ? .maybeCommitting(step.name) : .maybeDone)
            }
        }
    }

    private mutating func runMySQL(answers: Int, isRefused: Bool) {
        let firstUnclear = steps.firstIndex { $0.kind == .opaque } ?? steps.count
        isUnclear = answers > max(steps.count, 1) || firstUnclear < steps.count && firstUnclear < max(answers, 1)
        let first = min(answers, firstUnclear, steps.count)
        block = Self.block(now)
        hasOpened = block != .none
        confirmed = block == .none ? first : first == 0 ? 0 : nil
        if isRefused, !isUnclear {
            // The implicit commit comes before the rejected statement.
            if first < steps.count, steps[first].kind == .implicitCommit, block == .open {
                points.append(.maybeCommitted(by: steps[first].name, implicitly: true))
            }
            return
        }
        for step in steps[first...] { followMySQL(step) }
    }

    private mutating func followMySQL(_ step: TransactionStep) {
        let implicit = Loss.Fate.maybeCommitted(by: step.name, implicitly: true)
        switch step.kind {
        case .plain:
            guard block == .none else { return }
            if commitsByItself { points.append(.maybeDone) } else { (block, hasOpened) = (.open, true) }
        case .begin:
            if block == .open { points.append(implicit) }
            (block, hasOpened) = (.open, true)
        case .commit:
            if block == .open { points.append(.maybeCommitted(by: step.name, implicitly: false)) }
            block = .none
        case .rollback: block = .none
        case .implicitCommit:
            points.append(block == .open ? implicit : .maybeDone)
            block = .none
        case .prepare: points.append(.maybePrepared(by: step.name))
        case .resolve: points.append(.maybeResolved(by: step.name))
        case .nothing: break
        case .opaque: points.append(.maybeCommitting(step.name))
        }
    }

    private mutating func confirm(_ count: Int) {
        confirmed = count
        implicitStart = nil
        if block == .none { hasOpened = false }
    }

    private var inPart: Loss.Fate {
        .maybeDoneInPart(confirmed: confirmed == 0 ? nil : confirmed, of: steps.count)
    }

    /// The fate of uncommitted work.
    var fate: Loss.Fate {
        if steps.isEmpty || isUnclear && points.isEmpty {
            // An unreadable text may have had any effect.
            return isUnclear ? .maybeDone : hasOpened ? .rolledBack : .none
        }
        guard let first = points.first else { return hasOpened ? .rolledBack : .none }
        guard points.count == 1 else { return inPart }
        if first == .maybeDone, steps.count > 1 { return inPart }
        return first
    }
}

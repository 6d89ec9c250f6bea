import SQLText
public import SQLWire

/// Records a session's texts and the server's answers, so that the fate of the transaction is known after a loss.
/// Statements are parsed only then.
public struct TransactionRecord: Sendable {
    private let dialect: Dialect
    /// The state in the server's last answer.
    private var transaction = SessionState.Transaction.none
    /// MySQL's autocommit; on PostgreSQL always true.
    private var commitsByItself = true
    /// Whether `XA PREPARE` has prepared the open transaction in this session; MySQL still reports it as open.
    private var isPrepared = false
    private var request: Request?

    private struct Request {
        let text: [UInt8]
        let rules: LexRules
        /// Whether the text may use XA, so that its statements must be parsed afterwards.
        let mentionsXA: Bool
        /// The transaction's state before the text.
        let before: SessionState.Transaction
        /// The number of answered statements.
        var answers = 0
        /// Whether the server has rejected a statement; it then ignores the rest of the text.
        var isRefused = false
    }

    /// The record of a new session.
    public init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// Records that a text will be sent.
    public mutating func begin(_ text: [UInt8], hasBackslashEscapes: Bool) {
        let rules = LexRules(dialect: dialect, hasBackslashEscapes: hasBackslashEscapes, isSentText: true)
        request = Request(
            text: text, rules: rules, mentionsXA: dialect == .mysql && Self.mentionsXA(text), before: transaction)
    }

    /// Records that a statement of the text succeeded.
    public mutating func noteCompletion() { request?.answers += 1 }

    /// Records that a statement of the text was rejected.
    public mutating func noteRefusal() { request?.isRefused = true }

    /// Records the transaction's state as the server reports it.
    public mutating func note(_ transaction: SessionState.Transaction, commitsByItself: Bool = true) {
        self.transaction = transaction
        self.commitsByItself = commitsByItself
    }

    /// Records that all answers to the text have arrived.
    public mutating func end() {
        if let request, request.mentionsXA, !request.isRefused {
            for step in TransactionStep.all(in: request.text, rules: request.rules) { follow(step) }
        }
        if transaction == .none, commitsByItself { isPrepared = false }
        request = nil
    }

    private mutating func follow(_ step: TransactionStep) {
        switch step.kind {
        case .prepare: isPrepared = true
        case .resolve, .begin: isPrepared = false
        default: break
        }
    }

    /// The facts after the loss of the connection.
    ///
    /// - Parameters:
    ///   - reason: The last message of the server or the library.
    ///   - isDropped: Whether this side dropped the connection.
    ///   - isUnsent: Whether the server did not receive or read the complete text.
    ///   - awaitsData: Whether the server waits for the rest of the data.
    public func loss(
        _ reason: String?, isDropped: Bool = false, isUnsent: Bool = false, awaitsData: Bool = false
    ) -> Loss {
        guard let request, !isUnsent else {
            let how: Loss.Request = request == nil ? .none : .notSent
            return Loss(reason: reason, isDropped: isDropped, request: how, fate: idleFate)
        }
        let steps = TransactionStep.all(in: request.text, rules: request.rules)
        var course = TransactionCourse(
            steps, dialect: dialect, before: request.before, now: transaction, commitsByItself: commitsByItself)
        course.run(answers: request.answers, isRefused: request.isRefused, awaitsData: awaitsData)
        let isAnswered = request.isRefused || !steps.isEmpty && request.answers >= steps.count && !course.isUnclear
        var fate = course.fate
        if isPrepared, fate == .rolledBack || fate == .none { fate = .prepared }
        return Loss(
            reason: reason, isDropped: isDropped, request: isAnswered ? .answered : .unanswered, fate: fate)
    }

    private var idleFate: Loss.Fate {
        if isPrepared { return .prepared }
        return transaction == .none ? .none : .rolledBack
    }

    private static func mentionsXA(_ text: [UInt8]) -> Bool {
        guard text.count <= 65_536 else { return false }
        var last: UInt8 = 0
        for byte in text {
            let lowered = byte | 0x20
            if last == UInt8(ascii: "x"), lowered == UInt8(ascii: "a") { return true }
            last = lowered
        }
        return false
    }
}

public import SQLCore
import SQLText

/// Follows what a session sends and what the server answers, so that after a loss it can be told what became of the
/// transaction. Statements are read only then.
public struct TransactionRecord: Sendable {
    private let dialect: Dialect
    /// The server's last word.
    private var transaction = SessionState.Transaction.none
    /// MySQL's; PostgreSQL's server always commits by itself.
    private var commitsByItself = true
    /// Whether the open transaction was prepared by `XA PREPARE` in this session, where MySQL goes on calling it open.
    private var isPrepared = false
    private var request: Request?

    private struct Request {
        let text: [UInt8]
        let rules: LexRules
        /// Whether the text may have to do with XA, so that its statements are of interest when it is done.
        let mentionsXA: Bool
        /// The transaction before it.
        let before: SessionState.Transaction
        /// Statements that the server has answered.
        var answers = 0
        /// Whether the server has refused one, with which it stops reading the text.
        var isRefused = false
    }

    /// A session that was just opened.
    public init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// A text is about to be sent.
    public mutating func begin(_ text: [UInt8], hasBackslashEscapes: Bool) {
        let rules = LexRules(dialect: dialect, hasBackslashEscapes: hasBackslashEscapes, isSentText: true)
        request = Request(
            text: text, rules: rules, mentionsXA: dialect == .mysql && Self.mentionsXA(text), before: transaction)
    }

    /// The server has done a statement of it.
    public mutating func noteCompletion() { request?.answers += 1 }

    /// The server has refused a statement of it.
    public mutating func noteRefusal() { request?.isRefused = true }

    /// The server has said how the transaction stands.
    public mutating func note(_ transaction: SessionState.Transaction, commitsByItself: Bool = true) {
        self.transaction = transaction
        self.commitsByItself = commitsByItself
    }

    /// All answers to the text have come.
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

    /// What is known now that the connection is gone.
    ///
    /// - Parameters:
    ///   - reason: The server's or the library's last word.
    ///   - isDropped: Whether the connection was broken off from this side.
    ///   - isUnsent: Whether the text did not reach the server whole, or was not read by it.
    ///   - awaitsData: Whether the server waits for data that it was not given to their end.
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

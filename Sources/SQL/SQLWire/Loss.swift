/// The facts about a lost connection. All messages about a loss are derived from them.
public struct Loss: Sendable, Equatable {
    /// The progress of the last request.
    public enum Request: Sendable, Equatable {
        /// No request was running.
        case none
        /// The server did not receive or read all of it.
        case notSent
        /// The server answered all of it.
        case answered
        /// It was sent, and a part of it was not answered.
        case unanswered
    }

    /// The fate of uncommitted work.
    public enum Fate: Sendable, Equatable {
        /// No transaction was open, and the running statement could not change anything lasting.
        case none
        /// A transaction was open, and the running statement could not commit it.
        case rolledBack
        /// The running statement commits the transaction: either all of it is committed or nothing.
        case maybeCommitted(by: String, implicitly: Bool)
        /// The running statement was a transaction of its own.
        case maybeDone
        /// The running statements were one transaction.
        case maybeDoneTogether
        /// The running statements were several transactions; `confirmed` of them were confirmed, if known.
        case maybeDoneInPart(confirmed: Int?, of: Int)
        /// The running statement may commit parts of its work.
        case maybeCommitting(String)
        /// The running statement prepares the transaction.
        case maybePrepared(by: String)
        /// The running statement ends a prepared transaction.
        case maybeResolved(by: String)
        /// The transaction is prepared and survives the connection.
        case prepared
    }

    /// The last message of the server or the library; nil when there was none.
    public var reason: String?
    /// Whether this side dropped the connection.
    public var isDropped: Bool
    public var request: Request
    public var fate: Fate

    public init(reason: String?, isDropped: Bool = false, request: Request, fate: Fate) {
        self.reason = reason
        self.isDropped = isDropped
        self.request = request
        self.fate = fate
    }

    /// Whether the outcome of everything sent is known, and no transaction was open: then the session may reconnect
    /// without the user.
    public var isHarmless: Bool { fate == .none && !isDropped }

    /// Why the connection is lost, in the words of the server or the library if there are any.
    public var cause: String {
        if let reason, !reason.isEmpty { return reason }
        if isDropped { return "it was dropped" }
        return request == .none || request == .notSent ? "the server closed it while idle" : "no reason given"
    }

    /// Whether only the server knows the outcome.
    public var isUncertain: Bool {
        switch fate {
        case .none, .rolledBack, .prepared: false
        default: true
        }
    }

    /// The fate of the transaction and of the running statement, in one sentence.
    public var sentence: String {
        switch request {
        case .notSent where isUncertain: "the statement was not run; before it, \(runningSentence)"
        case .notSent: "the statement was not run; \(idleSentence)"
        case .none, .answered: request == .answered && fate == .none ? answeredSentence : idleSentence
        case .unanswered: runningSentence
        }
    }

    private var answeredSentence: String { "the server answered all that was sent; no transaction was open" }

    private var idleSentence: String {
        switch fate {
        case .none: "no transaction was open"
        case .rolledBack: "the server rolls the open transaction back"
        default: runningSentence
        }
    }

    private var runningSentence: String {
        switch fate {
        case .none: "no transaction was open, and what was running commits nothing"
        case .rolledBack: "the server rolls the open transaction back, nothing of it is committed"
        case .maybeCommitted(let name, let isImplicit):
            "\(name) was running\(isImplicit ? ", which commits the open transaction" : ""): "
                + "the server may have committed the transaction, or rolled it back"
        case .maybeDone: "no transaction was open: the server may have done the statement that was running, or not"
        case .maybeDoneTogether:
            "the statements were sent as one transaction: the server may have committed all of them, or none"
        case .maybeDoneInPart(let confirmed, let count):
            (confirmed.map { "the server confirmed \($0) of \(count) statements" } ?? "\(count) statements were running")
                + ": it may have done the others, some of them, or none"
        case .maybeCommitting(let name):
            "\(name) was running, which can commit by itself: the server may have done all of it, a part, or nothing"
        case .maybePrepared(let name):
            "\(name) was running: the transaction may be prepared, and then keeps its locks, or rolled back"
        case .maybeResolved(let name):
            "\(name) was running: the prepared transaction may have ended, or still be there with its locks"
        case .prepared: "the transaction is prepared: it outlives the connection and keeps its locks"
        }
    }

    /// What to check before running anything again.
    public func advice(_ dialect: Dialect) -> String {
        switch fate {
        case .none:
            switch request {
            case .notSent: "run it again"
            case .none, .answered, .unanswered: "run what has not been run yet"
            }
        case .rolledBack: "run the whole transaction again"
        case .maybeCommitted: "check whether it is committed before running it again"
        case .maybeDone, .maybeDoneTogether, .maybeDoneInPart, .maybeCommitting:
            "check what was done before running it again"
        case .maybePrepared, .maybeResolved, .prepared:
            dialect == .mysql ? "look for it: XA RECOVER" : "look for it: select * from pg_prepared_xacts"
        }
    }
}

/// What a session knows when its connection is gone. Every message about it comes from here.
public struct Loss: Sendable, Equatable {
    /// How far the last text came.
    public enum Request: Sendable, Equatable {
        /// Nothing ran.
        case none
        /// It did not reach the server whole, or the server did not read it.
        case notSent
        /// The server answered all of it.
        case answered
        /// It was sent, and something of it was not answered.
        case unanswered
    }

    /// What becomes of what was not committed.
    public enum Fate: Sendable, Equatable {
        /// Nothing was open, and nothing that was running could change anything that lasts.
        case none
        /// A transaction was open, and nothing that was running could commit it.
        case rolledBack
        /// A statement was running that commits the transaction: all of it is committed, or nothing.
        case maybeCommitted(by: String, implicitly: Bool)
        /// A statement was running that is a transaction by itself.
        case maybeDone
        /// Several statements were running that are one transaction.
        case maybeDoneTogether
        /// Several transactions were running, of which the server has confirmed the first statements, if that is known.
        case maybeDoneInPart(confirmed: Int?, of: Int)
        /// A statement was running that may commit in between.
        case maybeCommitting(String)
        /// A statement was running that prepares the transaction.
        case maybePrepared(by: String)
        /// A statement was running that ends a prepared transaction.
        case maybeResolved(by: String)
        /// The transaction is prepared and outlives the connection.
        case prepared
    }

    /// What the server or the library said last; nil where nothing was said.
    public var reason: String?
    /// Whether the connection was broken off from this side.
    public var isDropped: Bool
    /// How far the last text came.
    public var request: Request
    /// What becomes of what was not committed.
    public var fate: Fate

    /// A loss of its parts.
    public init(reason: String?, isDropped: Bool = false, request: Request, fate: Fate) {
        self.reason = reason
        self.isDropped = isDropped
        self.request = request
        self.fate = fate
    }

    /// Whether everything that was sent is known to be done, or known not to be, and no transaction was open: the
    /// session may be opened again without a word from the user.
    public var isHarmless: Bool { fate == .none && !isDropped }

    /// Why the connection is gone, in the words of the server or the library where they said something.
    public var cause: String {
        if let reason, !reason.isEmpty { return reason }
        if isDropped { return "it was dropped" }
        return request == .none || request == .notSent ? "the server closed it while idle" : "no reason given"
    }

    /// Whether only the server can tell what was done.
    public var isUncertain: Bool {
        switch fate {
        case .none, .rolledBack, .prepared: false
        default: true
        }
    }

    /// What the session knows of the transaction and of what was running, in one sentence.
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

    /// What to do before anything is run again.
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

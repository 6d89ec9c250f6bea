/// Messages from other threads for one thread, which fetches a limited number at a time.
///
/// Senders that could flood the mailbox wait while it is full; messages of the same kind may be merged.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State: Sendable {
        var messages: [Message] = []
        /// The number of messages at the front that were already fetched.
        var fetched = 0
        var isClosed = false

        var count: Int { messages.count - fetched }
    }

    private let state = Locked(State())
    private let absorb: @Sendable (inout Message, Message) -> Bool
    private let wake: @Sendable () -> Void
    private let room = WakeSignal()
    private let most: Int
    /// Raised while there are messages; nil if `wake` is called instead.
    private let arrival: WakeSignal?

    /// An empty mailbox.
    ///
    /// - Parameters:
    ///   - most: The number of messages from which on `sendInTurn` waits.
    ///   - absorb: Merges a message into the previous one, which is still in the mailbox; returns false if their kinds
    ///     differ.
    ///   - wake: Called, from any thread, when a message arrives in an empty mailbox.
    public convenience init(
        most: Int = 256, absorb: @escaping @Sendable (inout Message, Message) -> Bool = { _, _ in false },
        wake: @escaping @Sendable () -> Void
    ) {
        self.init(most, absorb, wake, arrival: nil)
    }

    /// An empty mailbox whose owner waits for `descriptor`.
    public convenience init() {
        let arrival = WakeSignal()
        self.init(256, { _, _ in false }, { arrival.raise() }, arrival: arrival)
    }

    private init(
        _ most: Int, _ absorb: @escaping @Sendable (inout Message, Message) -> Bool,
        _ wake: @escaping @Sendable () -> Void, arrival: WakeSignal?
    ) {
        self.most = most
        self.absorb = absorb
        self.wake = wake
        self.arrival = arrival
    }

    /// Readable while there are messages; -1 if `wake` is called instead.
    public var descriptor: Int32 { arrival?.descriptor ?? -1 }

    /// The number of messages.
    public var count: Int { state.withLock { $0.count } }

    /// Adds a message at once, from any thread.
    public func send(_ message: Message) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.count > 0, absorb(&state.messages[state.messages.count - 1], message) { return false }
            state.messages.append(message)
            return state.count == 1
        }
        if isFirst { wake() }
    }

    /// Waits for room and adds a message. Must not be called on the thread that fetches.
    public func sendInTurn(_ message: Message) {
        while state.withLock({ !$0.isClosed && $0.count >= most }) {
            // Another sender may have lowered the signal between the check and the wait, so the wait is short and
            // repeats.
            _ = room.wait(milliseconds: 50)
            room.lower()
        }
        send(message)
    }

    /// Removes and returns the first messages, at most `limit`. If some are left, it wakes the owner again.
    public func fetch(_ limit: Int = .max) -> [Message] {
        arrival?.lower()
        let (taken, isLeft) = state.withLock { state in
            let end = min(state.messages.count, state.fetched + min(limit, state.count))
            let taken = Array(state.messages[state.fetched..<end])
            state.fetched = end
            if state.count == 0 {
                state.messages.removeAll(keepingCapacity: state.messages.count <= most)
                state.fetched = 0
            } else if state.fetched > most {
                state.messages.removeFirst(state.fetched)
                state.fetched = 0
            }
            return (taken, state.count > 0)
        }
        room.raise()
        if isLeft { wake() }
        return taken
    }

    /// Discards all messages and accepts no more; senders that wait for room return.
    public func close() {
        state.withLock { state in
            state = State()
            state.isClosed = true
        }
        room.raise()
    }
}

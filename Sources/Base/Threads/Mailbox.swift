/// Messages for one thread from others, which that thread takes a bounded number of at a time.
///
/// Senders that can flood it wait for their turn while it is full; messages that say the same kind of thing become one.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State: Sendable {
        var messages: [Message] = []
        /// Messages at the front that were fetched already.
        var fetched = 0
        var isClosed = false

        var count: Int { messages.count - fetched }
    }

    private let state = Locked(State())
    private let absorb: @Sendable (inout Message, Message) -> Bool
    private let wake: @Sendable () -> Void
    private let room = WakeSignal()
    private let most: Int
    /// Raised while there are messages, unless somebody else is woken.
    private let arrival: WakeSignal?

    /// An empty mailbox.
    ///
    /// - Parameters:
    ///   - most: Messages from which on `send(inTurn:)` waits.
    ///   - absorb: Takes a message into the one that came before it and is still there; answers false where the two are
    ///     of different kinds.
    ///   - wake: Called, from any thread, when a message comes into an empty mailbox.
    public convenience init(
        most: Int = 256, absorb: @escaping @Sendable (inout Message, Message) -> Bool = { _, _ in false },
        wake: @escaping @Sendable () -> Void
    ) {
        self.init(most, absorb, wake, arrival: nil)
    }

    /// An empty mailbox that is waited for by its descriptor.
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

    /// Readable while there are messages; -1 where somebody else is woken.
    public var descriptor: Int32 { arrival?.descriptor ?? -1 }

    /// How many messages are there.
    public var count: Int { state.withLock { $0.count } }

    /// Puts a message in, from any thread, at once.
    public func send(_ message: Message) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.count > 0, absorb(&state.messages[state.messages.count - 1], message) { return false }
            state.messages.append(message)
            return state.count == 1
        }
        if isFirst { wake() }
    }

    /// Puts a message in as soon as there is room for it. Not for the thread that fetches.
    public func sendInTurn(_ message: Message) {
        while state.withLock({ !$0.isClosed && $0.count >= most }) {
            // Another sender may have lowered it between the look and the wait: a look now and then costs nothing.
            _ = room.wait(milliseconds: 50)
            room.lower()
        }
        send(message)
    }

    /// Takes the messages that came first, no more than `limit`. Where some are left, it wakes again.
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

    /// Forgets what is in it and takes nothing more: whoever waits for room goes on.
    public func close() {
        state.withLock { state in
            state = State()
            state.isClosed = true
        }
        room.raise()
    }
}

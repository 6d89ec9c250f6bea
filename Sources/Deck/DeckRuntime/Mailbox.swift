import ScreenKit
import Threads

/// Messages from other threads, kept until the main one fetches them.
public final class Mailbox<Message: Sendable>: Sendable {
    private let waiting = Locked<[Message]>([])
    private let signal = WakeSignal()

    /// An empty mailbox.
    public init() {}

    /// What the main thread waits for; readable while there are messages.
    public var descriptor: Int32 { signal.descriptor }

    /// Puts a message in, from any thread.
    public func send(_ message: Message) {
        let isFirst = waiting.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { signal.raise() }
    }

    /// Takes all that have come.
    public func fetch() -> [Message] {
        signal.lower()
        return waiting.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

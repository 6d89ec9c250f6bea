import SQLWire

/// The newest messages since the last call, and the number of dropped older ones.
struct RecentMessages {
    private var messages: [ServerMessage] = []
    private var byteCount = 0
    private var left = 0

    // A user cannot read more messages than this.
    private static let most = 10_000
    private static let mostBytes = 1 << 22

    /// Adds a message. If there are too many, the older half is dropped, so that the average cost of a message stays
    /// constant.
    mutating func add(_ message: ServerMessage) {
        messages.append(message)
        byteCount += message.byteCount
        guard messages.count > Self.most || byteCount > Self.mostBytes else { return }
        var count = 0
        while count < messages.count - 1,
            messages.count - count > Self.most / 2 || byteCount > Self.mostBytes / 2
        {
            byteCount -= messages[count].byteCount
            count += 1
        }
        messages.removeFirst(count)
        left += count
    }

    /// The messages since the last call. If some were dropped, the first message contains their number.
    mutating func take() -> [ServerMessage] {
        if messages.isEmpty { return [] }
        defer { self = RecentMessages() }
        guard left > 0 else { return messages }
        let words = "\(left) older messages of the server came too fast and were not kept"
        return [ServerMessage(severity: "WARNING", sqlState: "", text: words)] + messages
    }
}

extension ServerMessage {
    /// About how many bytes it takes.
    fileprivate var byteCount: Int {
        100 + text.utf8.count + (detail?.utf8.count ?? 0) + (hint?.utf8.count ?? 0) + (context?.utf8.count ?? 0)
    }
}

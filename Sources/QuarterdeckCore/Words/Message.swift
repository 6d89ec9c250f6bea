/// Something that a person should read.
public struct Message: Sendable, Equatable {
    /// How much it matters.
    public enum Kind: Sendable, Equatable {
        case info, warning, error
    }

    /// How much it matters.
    public let kind: Kind
    /// One line.
    public let text: String
    /// When it came.
    public let at: Moment

    /// A message of a kind.
    public init(_ kind: Kind, _ text: String, at: Moment) {
        self.kind = kind
        self.text = text
        self.at = at
    }

    /// Nanoseconds that reading it takes: long texts and errors stay longer.
    var readingTime: Int64 {
        let seconds = 2.0 + Double(min(200, text.count)) * 0.05
        return Int64((kind == .info ? seconds : seconds * 1.5) * 1_000_000_000)
    }
}

/// All messages of a run; one at a time is shown, each for as long as reading takes.
public struct MessageLog: Sendable {
    /// The latest, oldest first.
    public private(set) var all: [Message] = []
    private var waiting: [Message] = []
    /// What is shown now.
    public private(set) var shown: Message?
    private var shownSince: Int64 = 0
    private static let longest = 1_000

    /// Nothing said yet.
    public init() {}

    /// Adds one.
    public mutating func add(_ message: Message) {
        all.append(message)
        if all.count > Self.longest { all.removeFirst(all.count - Self.longest) }
        // Of many that come at once, the last ones are shown; the log has them all.
        waiting.append(message)
        if waiting.count > 3 { waiting.removeFirst() }
        advance(message.at)
    }

    /// Shows the next one when there was time to read this one.
    public mutating func advance(_ now: Moment) {
        if let shown, now.uptime - shownSince < shown.readingTime { return }
        shown = waiting.isEmpty ? nil : waiting.removeFirst()
        shownSince = now.uptime
    }

    /// Takes what is shown away: a key was pressed after at least a second of it.
    public mutating func dismiss(_ now: Moment) {
        guard let shown, shown.kind == .info || now.uptime - shownSince > 1_500_000_000 else { return }
        guard now.uptime - shownSince > 1_000_000_000 else { return }
        self.shown = nil
        advance(now)
    }
}

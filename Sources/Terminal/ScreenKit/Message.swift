public import Failures

/// Something that a person should read.
public struct Message: Sendable, Equatable, Weighed {
    /// How much it matters.
    public enum Kind: Sendable, Equatable {
        case info, warning, error
    }

    /// How much it matters.
    public let kind: Kind
    /// One line.
    public let text: String
    /// When it came, at last.
    public let at: Moment
    /// The failure that it reports, if any.
    public var failure: Failure?
    /// How often it came, one after the other.
    public internal(set) var times = 1

    /// A message of a kind.
    public init(_ kind: Kind, _ text: String, at: Moment) {
        self.kind = kind
        self.text = text
        self.at = at
    }

    /// About how many bytes it takes.
    public var weight: Int { 100 + text.utf8.count }

    /// Nanoseconds for which it is shown unless something newer comes: what is wrong stays until a key is pressed, or
    /// for 20 seconds; the rest for as long as reading takes.
    var readingTime: Int64 {
        let seconds = kind == .info ? 2.0 + Double(min(200, text.count)) * 0.05 : 20
        return Int64(seconds * 1_000_000_000)
    }
}

/// All messages of a run. The newest one is shown; the log has them all.
public struct MessageLog: Sendable {
    /// The latest, oldest first. One that was repeated at once stands there once.
    public private(set) var all: [Message] = []
    /// What is shown now.
    public private(set) var shown: Message?
    private var shownSince: Int64 = 0
    private static let longest = 1_000
    /// Nanoseconds for which what is wrong is not displaced by what matters less.
    private static let protection: Int64 = 4_000_000_000
    /// Nanoseconds for which no key takes a message away: it may have been pressed before the message came.
    private static let leastTime: Int64 = 1_000_000_000

    /// Nothing said yet.
    public init() {}

    /// Takes a message into the log and shows it at once, unless something worse was shown just now.
    public mutating func add(_ message: Message) {
        var message = message
        if let last = all.last, last.kind == message.kind, last.text == message.text {
            message.times = last.times + 1
            all.removeLast()
        }
        all.append(message)
        if all.count > Self.longest { all.removeFirst(Self.longest / 10) }
        let now = message.at.uptime
        if let shown, message.kind == .info, shown.kind != .info, now - shownSince < Self.protection { return }
        shown = message
        shownSince = now
    }

    /// Takes what is shown away: it is about something that is over.
    public mutating func hide() { shown = nil }

    /// Takes away what was shown for long enough.
    public mutating func advance(_ now: Moment) {
        if let shown, now.uptime - shownSince >= shown.readingTime { self.shown = nil }
    }

    /// Takes what is shown away because a key was pressed, unless it has only just come.
    public mutating func dismiss(_ now: Moment) {
        if now.uptime - shownSince > Self.leastTime { shown = nil }
    }
}

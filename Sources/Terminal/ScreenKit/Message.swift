public import Failures

/// A message for the user.
public struct Message: Sendable, Equatable, Weighed {
    /// The severity of a message.
    public enum Kind: Sendable, Equatable {
        case info, warning, error
    }

    public let kind: Kind
    /// The text in one line.
    public let text: String
    /// The time of its last occurrence.
    public let at: Moment
    /// The failure that the message reports, if any.
    public var failure: Failure?
    /// The number of successive occurrences.
    public internal(set) var times = 1

    public init(_ kind: Kind, _ text: String, at: Moment) {
        self.kind = kind
        self.text = text
        self.at = at
    }

    /// The approximate size in bytes.
    public var weight: Int { 100 + text.utf8.count }

    /// Nanoseconds for which the message is shown unless a newer one replaces it: errors stay for 20 seconds or until a
    /// key is pressed, other messages for the time that reading takes.
    var readingTime: Int64 {
        let seconds = kind == .info ? 2.0 + Double(min(200, text.count)) * 0.05 : 20
        return Int64(seconds * 1_000_000_000)
    }
}

/// All messages of an invocation. The screen shows the newest one; the log contains all.
public struct MessageLog: Sendable {
    /// The latest messages, oldest first. Successive equal messages are one entry.
    public private(set) var all: [Message] = []
    /// The visible message.
    public private(set) var shown: Message?
    private var shownSince: Int64 = 0
    private static let longest = 1_000
    /// Nanoseconds for which a less severe message cannot replace an error.
    private static let protection: Int64 = 4_000_000_000
    /// Nanoseconds for which a key does not hide a message: the user may have pressed it before the message appeared.
    private static let leastTime: Int64 = 1_000_000_000

    /// An empty log.
    public init() {}

    /// Adds a message and shows it at once, unless a more severe one has just appeared.
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

    /// Hides the visible message because it no longer applies.
    public mutating func hide() { shown = nil }

    /// Hides the message when its reading time is over.
    public mutating func advance(_ now: Moment) {
        if let shown, now.uptime - shownSince >= shown.readingTime { self.shown = nil }
    }

    /// Hides the message because a key was pressed, unless it has just appeared.
    public mutating func dismiss(_ now: Moment) {
        if now.uptime - shownSince > Self.leastTime { shown = nil }
    }
}

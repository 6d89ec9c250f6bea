public import SQLWire
public import ScreenKit

extension Answer {
    /// One notice of the server.
    public static func notice(_ message: ServerMessage) -> Answer {
        var notices = Newest<ServerMessage>.notices
        notices.add(message.shortened)
        return .notices(notices)
    }
}

extension Newest<ServerMessage> {
    /// An empty collection of notices with limits.
    static var notices: Newest { Newest(most: 1_000, mostBytes: 1 << 18) }
}

extension WorkspaceEvent {
    /// A message that arrived while no statement was running.
    public static func idleMessage(_ message: ServerMessage, _ now: Moment) -> WorkspaceEvent {
        .answer(run: 0, .notice(message), now)
    }

    /// Merges the next event into this one if both have the same kind, so that a flood becomes one event. Returns false
    /// otherwise.
    public mutating func absorb(_ next: WorkspaceEvent) -> Bool {
        switch (self, next) {
        case (.answer(let run, .notices(var notices), _), .answer(let other, .notices(let more), let now))
        where run == other:
            // Releases the second reference, so that it is changed in place.
            self = .saved([])
            notices.add(more)
            self = .answer(run: run, .notices(notices), now)
        case (.answer(let run, .rows, _), .answer(let other, .rows, _)) where run == other: self = next
        case (.answer(let run, .progress, _), .answer(let other, .progress, _)) where run == other: self = next
        case (.job(let report), .job(let later)) where report.isUnderWay && report.job == later.job: self = next
        case (.said(let message), .said(let more)):
            var messages = Newest<Message>(most: 1_000, mostBytes: 1 << 18)
            messages.add(message)
            messages.add(more)
            self = .saidSeveral(messages)
        case (.saidSeveral(var messages), .said(let more)):
            self = .saved([])
            messages.add(more)
            self = .saidSeveral(messages)
        default: return false
        }
        return true
    }

    /// Whether a server can send any number of such events, so that the sender must wait while the mailbox is full.
    public var comesInTurn: Bool {
        switch self {
        case .answer(_, .began, _), .answer(_, .complete, _): true
        default: false
        }
    }
}

extension JobReport {
    fileprivate var isUnderWay: Bool { if case .running = state { true } else { false } }
}

extension ServerMessage: Weighed {
    /// The approximate size in bytes.
    public var weight: Int {
        100 + severity.utf8.count + text.utf8.count + (detail?.utf8.count ?? 0) + (hint?.utf8.count ?? 0)
            + (context?.utf8.count ?? 0)
    }

    /// The message with all parts cut to what a screen can show.
    var shortened: ServerMessage {
        var message = self
        message.text = text.shortened
        message.detail = detail?.shortened
        message.hint = hint?.shortened
        message.context = context?.shortened
        return message
    }
}

extension String {
    private static let longest = 1 << 15

    fileprivate var shortened: String {
        guard utf8.count > Self.longest else { return self }
        let end = utf8.index(startIndex, offsetBy: Self.longest)
        let rest = utf8.count - Self.longest
        return String(decoding: utf8[..<end], as: UTF8.self) + " (and \(Count.grouped(rest)) bytes more)"
    }
}

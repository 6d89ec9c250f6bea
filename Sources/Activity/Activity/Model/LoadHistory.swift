public import ScreenKit

/// The samples of one server, an hour of them at most: all of them as load, the newest also with their sessions.
public struct LoadHistory: Sendable {
    /// What is kept of a sample for as long as the history goes back.
    public struct Point: Sendable {
        /// When it was taken.
        public let at: Moment
        /// Active sessions by the class of their wait.
        public let load: [String: Int]
        /// Active sessions by their wait, or `CPU`.
        public let events: [String: Int]
        /// The sample; nil for an old one whose sessions are let go.
        public fileprivate(set) var sample: ServerSample?

        /// Active sessions.
        public var active: Int { load.values.reduce(0, +) }
    }

    /// Oldest first.
    public private(set) var points: [Point] = []
    /// Bytes that the sessions of the samples take, about.
    private var weight = 0
    /// The index of the oldest point that still has its sessions.
    private var firstWhole = 0
    /// Texts that many samples have in common.
    private var texts: Set<String> = []

    /// Nanoseconds that the history goes back.
    private static let span: Int64 = 3_600_000_000_000
    /// Bytes that the sessions of one server's samples may take.
    private let mostBytes: Int

    /// An empty history.
    public init(mostBytes: Int = 24 << 20) {
        self.mostBytes = mostBytes
    }

    /// The newest sample.
    public var latest: ServerSample? { points.last?.sample }

    /// Appends a sample and lets go what is too old or too much.
    public mutating func add(_ sample: ServerSample, at moment: Moment) {
        var events: [String: Int] = [:]
        for session in sample.sessions where session.isActive { events[session.wait ?? "CPU", default: 0] += 1 }
        // Only the newest sample has idle sessions: nobody asks later which ones there were.
        if let last = points.indices.last, points[last].sample != nil { trim(last) }
        points.append(Point(at: moment, load: sample.load, events: events, sample: sample))
        let old = points.prefix { moment.uptime - $0.at.uptime > Self.span }.count
        if old > 0 {
            for index in firstWhole..<max(firstWhole, old) { forget(index) }
            points.removeFirst(old)
            firstWhole = max(0, firstWhole - old)
        }
        while weight > mostBytes, firstWhole < points.count - 1 {
            forget(firstWhole)
            firstWhole += 1
        }
    }

    /// Average active sessions by their wait over the last `count` samples before `end`, the greatest first.
    public func averages(_ count: Int, before end: Int) -> [(event: String, sessions: Double)] {
        let window = points[max(0, end - count)..<max(0, min(end, points.count))]
        guard !window.isEmpty else { return [] }
        var sums: [String: Int] = [:]
        for point in window { sums.merge(point.events, uniquingKeysWith: +) }
        return sums.map { ($0.key, Double($0.value) / Double(window.count)) }
            .sorted { ($0.sessions, $1.event) > ($1.sessions, $0.event) }
    }

    /// The change of a counter a second between a sample and the one before it.
    func rate(_ index: Int, _ counter: (ServerOverview) -> UInt64?) -> Double? {
        guard index > 0, points.indices.contains(index), let now = points[index].sample,
            let before = points[index - 1].sample, let newer = counter(now.server), let older = counter(before.server),
            newer >= older
        else { return nil }
        let seconds = Double(points[index].at.uptime - points[index - 1].at.uptime) / 1e9
        return seconds > 0 ? Double(newer - older) / seconds : nil
    }

    /// What statements have cost between the newest sample and the one before it, by the second; nil where the server
    /// was not asked in both.
    func costs() -> [(cost: StatementCost, share: Double, calls: Double)]? {
        guard points.count > 1, let now = points[points.count - 1].sample?.statements,
            let before = points[points.count - 2].sample?.statements
        else { return nil }
        let span = Double(points[points.count - 1].at.uptime - points[points.count - 2].at.uptime) / 1e9
        let older = Dictionary(before.map { ($0.identifier, $0) }) { first, _ in first }
        return now.compactMap { cost in
            guard let old = older[cost.identifier], cost.calls > old.calls || cost.seconds > old.seconds, span > 0
            else {
                return nil
            }
            let calls = Double(cost.calls) - Double(old.calls)
            return (cost, max(0, cost.seconds - old.seconds) / span, max(0, calls) / span)
        }.sorted { $0.share > $1.share }
    }

    private mutating func trim(_ index: Int) {
        guard var sample = points[index].sample else { return }
        sample.sessions = sample.sessions.compactMap { session in
            guard !session.isIdle else { return nil }
            var session = session
            for path in [\ServerSession.user, \.database, \.client, \.application, \.state, \.wait, \.lock, \.query] {
                session[keyPath: path] = session[keyPath: path].map { shared($0) }
            }
            return session
        }
        // The newest reading is compared with the one before it; older ones are of no use.
        if index > 0 { points[index - 1].sample?.statements = nil }
        weight += Self.weight(sample)
        points[index].sample = sample
        if texts.count > 20_000 { texts = [] }
    }

    /// The text as an earlier sample has it, so that both share their bytes.
    private mutating func shared(_ text: String) -> String {
        text.utf8.count > 15 ? texts.insert(text).memberAfterInsert : text
    }

    private mutating func forget(_ index: Int) {
        guard let sample = points[index].sample, index < points.count - 1 else { return }
        weight -= Self.weight(sample)
        points[index].sample = nil
    }

    private static func weight(_ sample: ServerSample) -> Int {
        512 + sample.sessions.count * (MemoryLayout<ServerSession>.stride + 64)
            + sample.sessions.reduce(0) { $0 + $1.blockedBy.count * 8 }
    }
}

public import ScreenKit

/// The samples of one server, for at most an hour. All have their load, and the newest ones also their sessions.
public struct LoadHistory: Sendable {
    /// The part of a sample that is kept for the whole hour.
    public struct Point: Sendable {
        /// The time of the sample.
        public let at: Moment
        /// The number of active sessions by class of wait.
        public let load: [String: Int]
        /// The number of active sessions by wait event, or `CPU`.
        public let events: [String: Int]
        /// The sample; nil for an old one whose sessions were dropped.
        public fileprivate(set) var sample: ServerSample?

        /// The number of active sessions.
        public var active: Int { load.values.reduce(0, +) }
    }

    /// The points, the oldest first.
    public private(set) var points: [Point] = []
    /// The approximate size of the samples' sessions in bytes.
    private var weight = 0
    /// The index of the oldest point with its sessions.
    private var firstWhole = 0
    /// Texts that occur in many samples.
    private var texts: Set<String> = []

    /// The length of the history in nanoseconds.
    private static let span: Int64 = 3_600_000_000_000
    /// The maximum size of the samples' sessions in bytes.
    private let mostBytes: Int

    public init(mostBytes: Int = 24 << 20) {
        self.mostBytes = mostBytes
    }

    /// The newest sample.
    public var latest: ServerSample? { points.last?.sample }

    /// Appends a sample and drops what is too old or exceeds the limit.
    public mutating func add(_ sample: ServerSample, at moment: Moment) {
        var events: [String: Int] = [:]
        for session in sample.sessions where session.isActive { events[session.wait ?? "CPU", default: 0] += 1 }
        // Only the newest sample has idle sessions; older ones do not need them.
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

    /// The average number of active sessions by wait event over the last `count` samples before `end`, the greatest
    /// first.
    public func averages(_ count: Int, before end: Int) -> [(event: String, sessions: Double)] {
        let window = points[max(0, end - count)..<max(0, min(end, points.count))]
        guard !window.isEmpty else { return [] }
        var sums: [String: Int] = [:]
        for point in window { sums.merge(point.events, uniquingKeysWith: +) }
        return sums.map { ($0.key, Double($0.value) / Double(window.count)) }
            .sorted { ($0.sessions, $1.event) > ($1.sessions, $0.event) }
    }

    /// The change of a counter between a sample and the previous one, per second.
    func rate(_ index: Int, _ counter: (ServerOverview) -> UInt64?) -> Double? {
        guard index > 0, points.indices.contains(index), let now = points[index].sample,
            let before = points[index - 1].sample, let newer = counter(now.server), let older = counter(before.server),
            newer >= older
        else { return nil }
        let seconds = Double(points[index].at.uptime - points[index - 1].at.uptime) / 1e9
        return seconds > 0 ? Double(newer - older) / seconds : nil
    }

    /// The cost of statements per second between the two newest samples; nil unless both have it.
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
        // Only the newest two readings are compared; older ones are dropped.
        if index > 0 { points[index - 1].sample?.statements = nil }
        weight += Self.weight(sample)
        points[index].sample = sample
        if texts.count > 20_000 { texts = [] }
    }

    /// The equal text of an earlier sample, so that both share their memory.
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

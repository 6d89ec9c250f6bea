public import Timestamps

/// Selects records.
public struct AuditFilter: Sendable, Equatable {
    /// The start of the selection.
    public var since: Timestamp?
    /// The cluster's name.
    public var cluster: String?
    /// The database user.
    public var user: String?

    /// By default all records.
    public init(since: Timestamp? = nil, cluster: String? = nil, user: String? = nil) {
        self.since = since
        self.cluster = cluster
        self.user = user
    }

    /// Whether a record is selected.
    public func wants(_ record: AuditRecord) -> Bool {
        since.map { record.at >= $0 } ?? true && cluster.map { record.cluster == $0 } ?? true
            && user.map { record.user == $0 } ?? true
    }

    /// Parses `30m`, `2h`, `7d`, `today`, a day or an RFC 3339 time; nil for anything else.
    public static func moment(_ text: String, now: Timestamp) -> Timestamp? {
        if text == "today" { return Timestamp(amzDate: now.compactDay + "T000000Z") }
        if let moment = Timestamp(text: text) { return moment }
        if text.utf8.count == 10, let day = Timestamp(text: text + "T00:00:00Z") { return day }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...1_000_000).contains(count)
        else { return nil }
        return now + -count * unit
    }
}

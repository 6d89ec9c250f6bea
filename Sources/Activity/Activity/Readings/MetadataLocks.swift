/// Finds out from MySQL's metadata locks which session waits for which. Source: MySQL's sql/mdl.cc, the matrices of
/// `MDL_lock::MDL_object_lock` and `MDL_scoped_lock`.
struct MetadataLocks {
    /// A granted or requested lock.
    struct Entry: Sendable, Equatable {
        /// The kind, schema and name of the locked object.
        var object: String
        /// For instance `SHARED_READ` or `EXCLUSIVE`.
        var type: String
        var isGranted: Bool
        var pid: UInt64
    }

    private let entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The maximum number of blockers of one session.
    private static let most = 64

    /// The blockers of each waiting session: first the holders of conflicting locks, then the sessions whose
    /// conflicting requests come first; at most 64.
    var blockers: [UInt64: [UInt64]] {
        var found: [UInt64: [UInt64]] = [:]
        for (_, group) in Dictionary(grouping: entries, by: \.object) {
            let pending = group.filter { !$0.isGranted }
            let held = group.filter(\.isGranted)
            // Thousands may wait for the same kind of lock.
            var candidates: [String: [UInt64]] = [:]
            for request in pending {
                let others = candidates[request.type] ?? Self.candidates(for: request.type, held, pending)
                candidates[request.type] = others
                for pid in others.prefix(Self.most + 1) where pid != request.pid {
                    let known = found[request.pid, default: []]
                    if known.count < Self.most, !known.contains(pid) { found[request.pid, default: []].append(pid) }
                }
            }
        }
        return found
    }

    /// The sessions that keep any other session from such a lock, each once.
    private static func candidates(for type: String, _ held: [Entry], _ pending: [Entry]) -> [UInt64] {
        var seen: Set<UInt64> = []
        let blocking = held.filter { excludes($0.type, type) } + pending.filter { goesFirst($0.type, type) }
        return blocking.map(\.pid).filter { seen.insert($0).inserted }
    }

    /// The first lock that a session waits for, for display.
    func lock(of pid: UInt64) -> String? {
        entries.first { $0.pid == pid && !$0.isGranted }.map { "\($0.object) \($0.type)" }
    }

    private static let order = [
        "SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_WRITE", "SHARED_WRITE_LOW_PRIO", "SHARED_UPGRADABLE",
        "SHARED_READ_ONLY", "SHARED_NO_WRITE", "SHARED_NO_READ_WRITE", "EXCLUSIVE",
    ]

    /// A row for each requested lock and a column for each granted lock, both in `order`.
    private static let held = [
        "+++++++++-", "+++++++++-", "++++++++--", "++++++----", "++++++----", "+++++-+---", "+++--+++--", "+++---+---",
        "++--------", "----------",
    ].map(Array.init)

    /// The same for each lock that another session has requested.
    private static let awaited = [
        "+++++++++-", "++++++++++", "++++++++--", "+++++++---", "++++++----", "+++++++++-", "+++-++++--", "+++++++++-",
        "+++++++++-", "++++++++++",
    ].map(Array.init)

    /// Whether a granted lock blocks a request.
    static func excludes(_ holder: String, _ request: String) -> Bool {
        if let row = order.firstIndex(of: request), let column = order.firstIndex(of: holder),
            !isScoped(holder), !isScoped(request)
        {
            return held[row][column] != "+"
        }
        return excludesInScope(holder, request)
    }

    /// Whether a waiting request blocks a later one.
    static func goesFirst(_ other: String, _ request: String) -> Bool {
        guard let row = order.firstIndex(of: request), let column = order.firstIndex(of: other) else { return false }
        return awaited[row][column] != "+"
    }

    private static func isScoped(_ type: String) -> Bool {
        type == "INTENTION_EXCLUSIVE" || type.hasPrefix("BACKUP_")
    }

    /// Global locks: the intention locks of statements do not exclude one another.
    private static func excludesInScope(_ holder: String, _ request: String) -> Bool {
        let passing = ["INTENTION_EXCLUSIVE", "BACKUP_DML", "BACKUP_TRANS_DML", "BACKUP_SYS_DML", "BACKUP_DDL"]
        if passing.contains(holder), passing.contains(request) { return false }
        return !(holder == "SHARED" && request == "SHARED")
    }
}

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

    /// The blockers of each waiting session: first the holders of conflicting locks, then the sessions whose
    /// conflicting requests come first.
    var blockers: [UInt64: [UInt64]] {
        var found: [UInt64: [UInt64]] = [:]
        for (_, group) in Dictionary(grouping: entries, by: \.object) {
            let pending = group.filter { !$0.isGranted }
            for request in pending {
                let held = group.filter {
                    $0.isGranted && $0.pid != request.pid && Self.excludes($0.type, request.type)
                }
                let before = pending.filter { $0.pid != request.pid && Self.goesFirst($0.type, request.type) }
                for entry in held + before where found[request.pid]?.contains(entry.pid) != true {
                    found[request.pid, default: []].append(entry.pid)
                }
            }
        }
        return found
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

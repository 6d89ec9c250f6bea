import Testing

@testable import Activity

@Suite("MetadataLocks")
struct MetadataLockTests {
    @Test
    func `a definition waits for the readers of its table, and later readers wait for the definition`() {
        let locks = MetadataLocks([
            entry("SHARED_READ", true, 1), entry("EXCLUSIVE", false, 2), entry("SHARED_READ", false, 3),
        ])
        #expect(locks.blockers == [2: [1], 3: [2]])
        #expect(locks.lock(of: 2) == "table harbor.vessels EXCLUSIVE")
    }

    @Test
    func `a session's own locks do not block it`() {
        let locks = MetadataLocks([
            entry("SHARED_UPGRADABLE", true, 2), entry("SHARED_WRITE", true, 1), entry("EXCLUSIVE", false, 2),
        ])
        #expect(locks.blockers == [2: [1]])
    }

    @Test
    func `LOCK TABLES WRITE blocks readers and writers`() {
        let locks = MetadataLocks([
            entry("SHARED_NO_READ_WRITE", true, 1), entry("SHARED_READ", false, 2), entry("SHARED_WRITE", false, 3),
        ])
        #expect(locks.blockers == [2: [1], 3: [1]])
    }

    @Test
    func `locks on different tables are independent`() {
        let locks = MetadataLocks([
            entry("EXCLUSIVE", true, 1, "table harbor.calls"), entry("SHARED_READ", false, 2),
            entry("SHARED_WRITE", true, 3),
        ])
        #expect(locks.blockers.isEmpty)
    }

    @Test
    func `writing statements do not wait for each other's global locks`() {
        let locks = MetadataLocks([
            entry("INTENTION_EXCLUSIVE", true, 1, "global"), entry("SHARED", true, 2, "global"),
            entry("INTENTION_EXCLUSIVE", false, 3, "global"),
        ])
        #expect(locks.blockers == [3: [2]])
    }

    @Test
    func `a lock excludes in both directions`() {
        let names = [
            "SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_WRITE", "SHARED_WRITE_LOW_PRIO", "SHARED_UPGRADABLE",
            "SHARED_READ_ONLY", "SHARED_NO_WRITE", "SHARED_NO_READ_WRITE", "EXCLUSIVE",
        ]
        for one in names {
            for other in names {
                #expect(
                    MetadataLocks.excludes(one, other) == MetadataLocks.excludes(other, one), "\(one) and \(other)")
            }
        }
    }

    private func entry(
        _ type: String, _ isGranted: Bool, _ pid: UInt64, _ object: String = "table harbor.vessels"
    ) -> MetadataLocks.Entry {
        MetadataLocks.Entry(object: object, type: type, isGranted: isGranted, pid: pid)
    }
}

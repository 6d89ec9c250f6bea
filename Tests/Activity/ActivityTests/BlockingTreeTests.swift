import Testing

@testable import Activity

@Suite("BlockingTree")
struct BlockingTreeTests {
    @Test
    func `a chain is below its root, level by level`() {
        #expect(
            tree([(2, [1]), (3, [2]), (4, [3])]) == """
                1 blocks 3
                └─ 2 blocks 2
                   └─ 3 blocks 1
                      └─ 4
                """)
    }

    @Test
    func `a queue for one row is below the session that has the row's lock`() {
        // As PostgreSQL reports it: the second session in the queue holds the tuple's lock, and each further one waits
        // for all before it.
        #expect(
            tree([(2, [1]), (3, [2]), (4, [2, 3]), (5, [2, 3, 4])]) == """
                1 blocks 4
                └─ 2 blocks 3
                   ├─ 3
                   ├─ 4 +1
                   └─ 5 +2
                """)
    }

    @Test
    func `the root that blocks the most sessions comes first`() {
        #expect(
            tree([(2, [1]), (11, [10]), (12, [10])]) == """
                10 blocks 2
                ├─ 11
                └─ 12
                1 blocks 1
                └─ 2
                """)
    }

    @Test
    func `a prepared transaction is a root with its name`() {
        var sample = sample([(2, [0]), (3, [2])])
        sample.prepared = [PreparedTransaction(name: "order 7", owner: nil, database: nil, age: 5, blocks: [2])]
        #expect(
            text(BlockingTree(sample)) == """
                'order 7' blocks 2
                └─ 2 blocks 1
                   └─ 3
                """)
    }

    @Test
    func `sessions of a cycle are marked, those behind it are not`() {
        #expect(
            tree([(9, [1]), (1, [2]), (2, [1])]) == """
                1 blocks 2 deadlock
                ├─ 9
                └─ 2 deadlock
                """)
    }

    @Test
    func `a session that waits for itself causes no endless loop`() {
        #expect(tree([(1, [1])]) == "1 deadlock")
    }

    @Test
    func `five thousand sessions in a chain have a line each`() {
        let lines = BlockingTree(sample((2...5_000).map { (UInt64($0), [UInt64($0 - 1)]) })).lines
        #expect(lines.count == 5_000)
        #expect(lines[0].blocks == 4_999)
    }

    @Test
    func `the tree is empty if no session waits`() {
        #expect(BlockingTree(sample([(1, [])])).lines.isEmpty)
    }

    private func sample(_ waits: [(UInt64, [UInt64])]) -> ServerSample {
        var sample = ServerSample()
        sample.sessions = waits.map { pid, blockers in
            var session = ServerSession(pid: pid)
            session.blockedBy = blockers
            return session
        }
        return sample
    }

    private func tree(_ waits: [(UInt64, [UInt64])]) -> String { text(BlockingTree(sample(waits))) }

    private func text(_ tree: BlockingTree) -> String {
        tree.lines.map { line in
            let name =
                switch line.node {
                case .session(let pid): "\(pid)"
                case .prepared(let name): "'\(name)'"
                }
            return SampleText.indent(line) + name + (line.blocks > 0 ? " blocks \(line.blocks)" : "")
                + (line.isInCycle ? " deadlock" : "") + (line.otherBlockers > 0 ? " +\(line.otherBlockers)" : "")
        }.joined(separator: "\n")
    }
}

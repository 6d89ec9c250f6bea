/// The sessions of a sample that wait for a lock, below the sessions that hold it.
public struct BlockingTree: Sendable, Equatable {
    /// The content of a line.
    public enum Node: Sendable, Equatable, Hashable {
        /// A session by its number.
        case session(UInt64)
        /// A prepared transaction, by its name.
        case prepared(String)
    }

    /// A line of the tree.
    public struct Line: Sendable, Equatable {
        /// The session or transaction of the line.
        public var node: Node
        /// The depth; 0 for a root.
        public var depth: Int
        /// Whether the line is the last child of its parent.
        public var isLast: Bool
        /// Whether further lines follow at each level above, without that of the roots.
        public var rails: [Bool]
        /// The number of sessions that wait for this one, directly or indirectly.
        public var blocks: Int
        /// Whether the session is part of a deadlock, which the server is about to break.
        public var isInCycle: Bool
        /// The number of other sessions that it waits for, in other places of the tree.
        public var otherBlockers: Int
    }

    /// The lines, each root before its descendants. The root that blocks the most sessions comes first.
    public private(set) var lines: [Line] = []
    private var counts: [Node: Int] = [:]

    public init(_ sample: ServerSample) {
        var blockers: [Node: [Node]] = [:]
        var order: [Node] = []
        let named = Dictionary(
            sample.prepared.flatMap { transaction in transaction.blocks.map { ($0, transaction.name) } },
            uniquingKeysWith: { first, _ in first })
        for session in sample.sessions where !session.blockedBy.isEmpty {
            let node = Node.session(session.pid)
            order.append(node)
            blockers[node] = session.blockedBy.map { pid in
                pid == 0 ? .prepared(named[session.pid] ?? "?") : .session(pid)
            }
        }
        guard !order.isEmpty else { return }
        build(order, blockers)
    }

    /// The number of sessions that wait for a session, directly or indirectly.
    public func blocks(_ pid: UInt64) -> Int { counts[.session(pid)] ?? 0 }

    private mutating func build(_ order: [Node], _ blockers: [Node: [Node]]) {
        // A session that waits for several is placed below the one that waits for the fewest: it holds the lock, and
        // the others are before it in the queue.
        var children: [Node: [Node]] = [:]
        var roots: Set<Node> = []
        for node in order {
            let own = blockers[node] ?? []
            roots.formUnion(own.filter { blockers[$0] == nil })
            let parent = own.min { (blockers[$0]?.count ?? 0) < (blockers[$1]?.count ?? 0) }
            if let parent { children[parent, default: []].append(node) }
        }
        let circle = Self.circle(order, blockers)
        var placing = Placing(children: children, blockers: blockers, circle: circle)
        var trees = roots.map { placing.tree($0) }
        trees.sort { ($0.count, Self.number($1[0].node)) > ($1.count, Self.number($0[0].node)) }
        for node in order where circle.contains(node) { trees.append(placing.tree(node)) }
        for node in order { trees.append(placing.tree(node)) }
        lines = Array(trees.joined())
        for line in lines { counts[line.node] = line.blocks }
    }

    private static func number(_ node: Node) -> UInt64 {
        if case .session(let pid) = node { pid } else { 0 }
    }

    /// The sessions in cycles and between cycles. The others are removed repeatedly: sessions that wait for none, and
    /// sessions for which none waits.
    private static func circle(_ order: [Node], _ blockers: [Node: [Node]]) -> Set<Node> {
        var left = peeled(order, blockers)
        guard !left.isEmpty else { return [] }
        var waiters: [Node: [Node]] = [:]
        for node in left {
            for blocker in blockers[node] ?? [] where left.contains(blocker) {
                waiters[blocker, default: []].append(node)
            }
        }
        left = peeled(Array(left), waiters.merging(left.map { ($0, []) }) { first, _ in first })
        return left
    }

    /// The nodes that remain when every node whose `edges` all lead to removed nodes is removed.
    private static func peeled(_ nodes: [Node], _ edges: [Node: [Node]]) -> Set<Node> {
        var open: [Node: Int] = [:]
        var back: [Node: [Node]] = [:]
        var free: [Node] = []
        for node in nodes {
            let targets = (edges[node] ?? []).filter { edges[$0] != nil }
            open[node] = targets.count
            if targets.isEmpty { free.append(node) }
            for target in targets { back[target, default: []].append(node) }
        }
        var left = Set(nodes)
        while let node = free.popLast() {
            left.remove(node)
            for other in back[node] ?? [] {
                open[other, default: 1] -= 1
                if open[other] == 0 { free.append(other) }
            }
        }
        return left
    }

    /// Arranges the nodes in lines, each node once.
    private struct Placing {
        let children: [Node: [Node]]
        let blockers: [Node: [Node]]
        let circle: Set<Node>
        var seen: Set<Node> = []

        init(children: [Node: [Node]], blockers: [Node: [Node]], circle: Set<Node>) {
            self.children = children
            self.blockers = blockers
            self.circle = circle
        }

        /// The lines of a root and its descendants; none when the root already has a line.
        mutating func tree(_ root: Node) -> [Line] {
            var lines: [Line] = []
            // A stack instead of recursion, because a chain of a thousand sessions is a thousand levels deep.
            var rest: [(node: Node, depth: Int, isLast: Bool, rails: [Bool])] = [(root, 0, true, [])]
            while let next = rest.popLast() {
                guard seen.insert(next.node).inserted else { continue }
                lines.append(
                    Line(
                        node: next.node, depth: next.depth, isLast: next.isLast, rails: next.rails, blocks: 0,
                        isInCycle: circle.contains(next.node),
                        otherBlockers: max(0, (blockers[next.node]?.count ?? 0) - 1)))
                let below = (children[next.node] ?? []).filter { !seen.contains($0) }
                let rails = next.depth == 0 ? [] : next.rails + [!next.isLast]
                for (index, child) in below.enumerated().reversed() {
                    rest.append((child, next.depth + 1, index == below.count - 1, rails))
                }
            }
            count(&lines)
            return lines
        }

        /// Counts the descendants of each line.
        private func count(_ lines: inout [Line]) {
            var open: [Int] = []
            for index in lines.indices {
                while let last = open.last, lines[last].depth >= lines[index].depth {
                    lines[last].blocks = index - last - 1
                    open.removeLast()
                }
                open.append(index)
            }
            for last in open { lines[last].blocks = lines.count - last - 1 }
        }
    }
}

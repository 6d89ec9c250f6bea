/// Who waits for whom: the sessions of a sample that wait for a lock, below the sessions that hold it.
public struct BlockingTree: Sendable, Equatable {
    /// What stands in a line.
    public enum Node: Sendable, Equatable, Hashable {
        /// A session by its number.
        case session(UInt64)
        /// A prepared transaction by its name.
        case prepared(String)
    }

    /// A line of the tree.
    public struct Line: Sendable, Equatable {
        /// What it shows.
        public var node: Node
        /// 0 for a root.
        public var depth: Int
        /// Whether no further line of the same parent follows.
        public var isLast: Bool
        /// For each level above, but for the roots, whether lines of that level follow.
        public var rails: [Bool]
        /// How many sessions wait for it, directly or for one that waits for it.
        public var blocks: Int
        /// Whether it waits in a circle, which the server is about to break.
        public var isInCycle: Bool
        /// How many more sessions it waits for that stand elsewhere in the tree.
        public var otherBlockers: Int
    }

    /// The lines, each root before those that wait for it. The root that blocks most sessions comes first.
    public private(set) var lines: [Line] = []
    private var counts: [Node: Int] = [:]

    /// The tree of a sample.
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

    /// How many sessions wait for a session, directly or for one that waits for it.
    public func blocks(_ pid: UInt64) -> Int { counts[.session(pid)] ?? 0 }

    private mutating func build(_ order: [Node], _ blockers: [Node: [Node]]) {
        // A session that waits for several stands below one: the one that waits for fewest itself, which holds the lock
        // where the others only stand in its queue before it.
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

    /// Those that wait in circles, or between two of them: what is left when those that wait for nobody, or for whom
    /// nobody waits, are taken away again and again.
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

    /// What is left of the nodes when each goes whose `edges` all lead to nodes that have gone.
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

    /// Puts nodes into lines, each once.
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

        /// The lines of a root and of all below it; none when it has its line already.
        mutating func tree(_ root: Node) -> [Line] {
            var lines: [Line] = []
            // A list and not a recursion: a chain of a thousand sessions is a thousand levels deep.
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

        /// Counts, for each line, those below it.
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

/// Keeps the best of many candidates.
struct CandidatePool {
    /// The rank of a candidate; the lowest is the best.
    struct Rank: Comparable {
        private let key: UInt64
        private let order: UInt32

        init(quality: NameMatch.Quality, priority: Int, uses: Int, excess: Int, order: Int) {
            let parts: [(value: Int, bits: UInt64)] = [
                (Int(quality.rawValue), 3), (priority, 5), (0xFFFF - uses, 16), (excess, 8),
            ]
            key = parts.reduce(0) { key, part in
                key << part.bits | UInt64(min(max(part.value, 0), 1 << Int(part.bits) - 1))
            }
            self.order = UInt32(truncatingIfNeeded: max(0, order))
        }

        static func < (left: Rank, right: Rank) -> Bool {
            (left.key, left.order) < (right.key, right.order)
        }
    }

    let match: NameMatch
    private let limit: Int
    private let uses: [String: Int]
    /// A filter of the lengths and first letters of used names, so that most names need no look-up in `uses`.
    private var usedShapes: UInt64 = 0
    /// A heap with the worst candidate on top.
    private var kept: [(rank: Rank, candidate: CompletionCandidate)] = []
    private var order = 0

    init(match: NameMatch, limit: Int, uses: [String: Int]) {
        self.match = match
        self.limit = limit
        self.uses = uses
        for name in uses.keys { usedShapes |= Self.shape(name) }
    }

    private static func shape(_ name: String) -> UInt64 {
        1 << UInt64((name.utf8.count &+ Int(name.utf8.first ?? 0) &* 7) & 63)
    }

    /// Adds the candidate of `name` if the typed text matches it.
    ///
    /// - Parameters:
    ///   - priority: The rank among equally good matches, 0 to 31; the lowest is the best.
    ///   - worst: The worst accepted quality of the match.
    ///   - isListed: Whether the order of the calls decides instead of the name's length.
    ///   - make: Creates the candidate; nil when it is impossible.
    mutating func offer(
        _ name: String, priority: Int, worst: NameMatch.Quality = .letters, isListed: Bool = false,
        make: () -> CompletionCandidate?
    ) {
        order += 1
        guard let quality = match.quality(of: name), quality <= worst else { return }
        let used = usedShapes & Self.shape(name) == 0 ? 0 : uses[name] ?? 0
        let excess = match.typed.isEmpty || isListed ? 0 : name.utf8.count - match.typed.count
        let rank = Rank(quality: quality, priority: priority, uses: used, excess: excess, order: order)
        if kept.count == limit, let top = kept.first, !(rank < top.rank) { return }
        guard let candidate = make() else { return }
        if kept.count == limit { removeWorst() }
        kept.append((rank, candidate))
        var index = kept.count - 1
        while index > 0, kept[(index - 1) / 2].rank < kept[index].rank {
            kept.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func removeWorst() {
        kept.swapAt(0, kept.count - 1)
        kept.removeLast()
        var index = 0
        while true {
            var largest = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < kept.count && kept[largest].rank < kept[child].rank {
                largest = child
            }
            if largest == index { return }
            kept.swapAt(index, largest)
            index = largest
        }
    }

    /// The kept candidates, the best first; of equal insertions only the first.
    var candidates: [CompletionCandidate] {
        var seen: Set<String> = []
        return kept.sorted { $0.rank < $1.rank }.map(\.candidate).filter { seen.insert($0.text).inserted }
    }
}

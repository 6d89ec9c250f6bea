import SQLWire

/// Groups clusters by equal rows.
struct FanOutGroups {
    private let groups: [[String]]
    private let rows: [UInt64]

    init(names: [String], rows: [UInt64], digests: [UInt64], outcomes: [FanOutSession.Outcome?]) {
        struct Answer: Hashable {
            let rows: UInt64
            let digest: UInt64
        }
        var order: [Answer] = []
        var members: [Answer: [String]] = [:]
        for index in names.indices where outcomes[index] == .done {
            let answer = Answer(rows: rows[index], digest: digests[index])
            if members[answer] == nil { order.append(answer) }
            members[answer, default: []].append(names[index])
        }
        let sorted = order.sorted { (members[$0]?.count ?? 0) > (members[$1]?.count ?? 0) }
        groups = sorted.map { members[$0] ?? [] }
        self.rows = sorted.map(\.rows)
    }

    /// `all 7 clusters returned the same rows`, or the groups; nil for fewer than two answers.
    var words: String? {
        let count = groups.reduce(0) { $0 + $1.count }
        guard count > 1 else { return nil }
        guard groups.count > 1 else { return "all \(count) clusters that answered returned the same rows" }
        let parts = zip(groups, rows).map { group, rows in
            let names =
                group.prefix(5).joined(separator: ", ") + (group.count > 5 ? " and \(group.count - 5) more" : "")
            return "\(names) (\(rows == 1 ? "1 row" : "\(rows) rows"))"
        }
        return "\(groups.count) different answers: " + parts.prefix(12).joined(separator: "; ")
            + (parts.count > 12 ? "; and \(parts.count - 12) more" : "")
    }

    /// A hash of a row's values. Source: FNV-1a, 64 bits.
    static func digest(_ values: borrowing RowBatch.Values, _ row: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for column in 0..<values.columnCount {
            guard let value = values[row, column] else {
                hash = (hash ^ 0x100) &* 0x100_0000_01B3
                continue
            }
            for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0x101) &* 0x100_0000_01B3
        }
        return hash
    }
}

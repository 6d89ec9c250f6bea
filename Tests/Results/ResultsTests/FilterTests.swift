import Results
import SQLWire
import TestSupport
import Testing

/// Whether one value passes, computed naively.
private func passes(_ value: [UInt8]?, _ test: RowMatch.Test, isNumber: Bool) -> Bool {
    guard let value else { return test == .isNull }
    func order(_ text: String) -> Int {
        if isNumber, let one = Double(String(decoding: value, as: UTF8.self)), let other = Double(text) {
            return one < other ? -1 : one > other ? 1 : 0
        }
        let other = Array(text.utf8)
        return value == other ? 0 : value.lexicographicallyPrecedes(other) ? -1 : 1
    }
    switch test {
    case .contains(let text):
        let wanted = Array(text.utf8)
        return wanted.isEmpty
            || value.indices.contains {
                $0 + wanted.count <= value.count && Array(value[$0..<$0 + wanted.count]) == wanted
            }
    case .equals(let text): return order(text) == 0
    case .differs(let text): return order(text) != 0
    case .isNull: return false
    case .isNotNull: return true
    case .isGreater(let text): return order(text) > 0
    case .isLess(let text): return order(text) < 0
    }
}

@Suite struct FilterTests {
    @Test(arguments: [(1, 3_000, 40), (4, 600, 2_000), (2, 40, 40_000)])
    func `the passing rows equal those of a naive test of each value`(
        columns: Int, rows: Int, longest: Int
    ) throws {
        var random = SeededGenerator(seed: 41)
        for (seed, budget) in [(1, 0), (2, 4_096), (3, MemoryBudget.standard)] {
            var sample = Sample(columns: columns, rows: rows, longest: longest, seed: UInt64(seed))
            // Non-ASCII bytes and capitals have two forms in the search, which does not matter here.
            sample.rows = sample.rows.map { $0.map { $0.map { $0.map { $0 % 26 + 97 } } } }
            let store = try sample.store(MemoryBudget(bytes: budget))
            let order = Array((0..<rows).shuffled(using: &random).prefix(rows * 2 / 3))
            let selection = try store.selection(of: order)
            let texts = ["", "a", "ab", "kk", "f", "bcd", String(decoding: sample.rows[7][0] ?? [], as: UTF8.self)]
            for _ in 0..<12 {
                let matches = (0..<Int(random.next() % 3)).map { _ in
                    let text = random.pick(texts)
                    let column = random.next() % 3 == 0 ? nil : Int(random.next() % UInt64(columns))
                    return RowMatch(
                        column: column,
                        random.pick([
                            .contains(text), .equals(text), .differs(text), .isNull, .isNotNull, .isGreater(text),
                            .isLess(text),
                        ]))
                }
                func isLetThrough(_ row: Int) -> Bool {
                    matches.allSatisfy { match in
                        (match.column.map { [$0] } ?? Array(0..<columns)).contains {
                            passes(sample.rows[row][$0], match.test, isNumber: false)
                        }
                    }
                }
                #expect(try store.filtered(by: matches)?.all == (0..<rows).filter(isLetThrough))
                #expect(try store.filtered(by: matches, of: selection)?.all == order.filter(isLetThrough))
            }
        }
    }

    @Test func `numbers are compared as numbers in a numeric column`() throws {
        var random = SeededGenerator(seed: 2)
        let rows = (0..<500).map { _ in
            [random.pick(["1", "1.0", "10", "9", "-3", "-3.00", "1e1", "0", "2.5", nil])]
        }
        for kind in [Column.Kind.decimal, .text] {
            let sample = Sample(texts: rows, [kind])
            let store = try sample.store()
            for text in ["1", "1.00", "10", "-3", "0.0", "9.5"] {
                for test in [RowMatch.Test.equals(text), .differs(text), .isGreater(text), .isLess(text)] {
                    let expected = rows.indices.filter {
                        passes(sample.rows[$0][0], test, isNumber: kind == .decimal)
                    }
                    #expect(try store.filtered(by: [RowMatch(column: 0, test)])?.all == expected)
                }
            }
        }
    }

    @Test func `a text matches in any case unless it has an upper-case letter`() throws {
        let store = try Sample(texts: [["Apple"], ["apple"], ["APPLE"], ["pear"]]).store()
        #expect(try store.filtered(by: [RowMatch(column: nil, .contains("app"))])?.all == [0, 1, 2])
        #expect(try store.filtered(by: [RowMatch(column: nil, .contains("App"))])?.all == [0])
    }

    @Test func `a filter can be cancelled, and a missing column matches nothing`() throws {
        let store = try Sample(columns: 2, rows: 20_000, longest: 60, seed: 6).store()
        #expect(
            try store.filtered(by: [RowMatch(column: 0, .isNull)], control: ScanControl(isCancelled: { true })) == nil)
        #expect(try store.filtered(by: [RowMatch(column: 2, .isNull)])?.count == 0)
        #expect(try store.filtered(by: [RowMatch(column: -1, .isNotNull)])?.count == 0)
    }
}

import Foundation
import Results
import SQLWire
import TestSupport
import Testing

/// The order of numbers, computed with exact decimals or by their class.
private func numberOrder(_ text: String) -> (class: Int, value: Decimal) {
    switch text.lowercased() {
    case "-infinity": return (0, 0)
    case "infinity": return (2, 0)
    case "nan": return (3, 0)
    default: return (1, Decimal(string: text) ?? 0)
    }
}

private func isBefore(_ one: String, _ other: String) -> Bool {
    let (a, b) = (numberOrder(one), numberOrder(other))
    return (a.class, a.value) < (b.class, b.value)
}

/// The order by all keys, computed with the library's stable sort of whole values.
private func order(
    _ rows: [[[UInt8]?]], _ keys: [SortKey], of selected: [Int]? = nil, _ isLess: (Int, [UInt8], [UInt8]) -> Bool
) -> [Int] {
    let selected = selected ?? Array(rows.indices)
    return selected.indices.sorted { one, other in
        for key in keys {
            switch (rows[selected[one]][key.column], rows[selected[other]][key.column]) {
            case (nil, nil): continue
            case (nil, _): return key.nulls == .first
            case (_, nil): return key.nulls == .last
            case (let a?, let b?):
                if isLess(key.column, a, b) { return key.isAscending }
                if isLess(key.column, b, a) { return !key.isAscending }
            }
        }
        return one < other
    }.map { selected[$0] }
}

private func byBytes(_: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }

@Suite struct SortTests {
    @Test(arguments: [(1, 6_000, 30), (3, 1_500, 3_000), (2, 40, 60_000)])
    func `texts are sorted by their bytes`(columns: Int, rows: Int, longest: Int) throws {
        var random = SeededGenerator(seed: 31)
        for (seed, budget) in [(1, 0), (2, 30_000), (3, MemoryBudget.standard)] {
            let sample = Sample(columns: columns, rows: rows, longest: longest, seed: UInt64(seed))
            let store = try sample.store(MemoryBudget(bytes: budget))
            let selected = (0..<rows).shuffled(using: &random).prefix(rows / 2)
            let selection = try store.selection(of: selected)
            for _ in 0..<3 {
                let keys = (0...Int(random.next() % 3)).map { _ in
                    SortKey(
                        Int(random.next() % UInt64(columns)), ascending: random.next() % 2 == 0,
                        nulls: random.pick([.first, .last, nil]))
                }
                #expect(try store.sorted(by: keys)?.all == order(sample.rows, keys, byBytes))
                #expect(
                    try store.sorted(by: keys, of: selection)?.all
                        == order(sample.rows, keys, of: Array(selected), byBytes))
            }
        }
    }

    @Test func `long texts that differ at their ends are sorted by them`() throws {
        var random = SeededGenerator(seed: 5)
        let head = String(repeating: "the same ", count: 10_000)
        let texts = (0..<60).map { _ in
            head.prefix(Int(random.next() % 3) * 40_000 + 1_000) + "\(random.next() % 12)"
        }
        for budget in [0, MemoryBudget.standard] {
            let sample = Sample(texts: texts.map { [String($0)] })
            let store = try sample.store(MemoryBudget(bytes: budget))
            for key in [SortKey(0), SortKey(0, ascending: false)] {
                #expect(try store.sorted(by: [key])?.all == order(sample.rows, [key], byBytes))
            }
        }
    }

    @Test func `numbers are sorted as numbers in any notation`() throws {
        let texts = [
            "0", "-0", "0.000", "1", "-1", "10", "9", "-10", "-9", "1.5", "1.50", "-1.5", "0.1", "0.01", "-0.1", "100",
            "99.999", "1e2", "1E+2", "1e-7", "-1e-7", "1.7976931348623157e+120", "5e-120", "NaN", "Infinity",
            "-Infinity", "123456789012345678901234567890", "123456789012345678901234567891", "0.1000000000000000000001",
            "-123456789012345678901234567890", "12345678901234567", "12345678901234568", "+7", "007", ".5", "5.",
        ]
        var random = SeededGenerator(seed: 3)
        for budget in [0, MemoryBudget.standard] {
            let rows = (0..<3_000).map { _ in
                [random.next() % 2 == 0 ? random.pick(texts) : "\(Int(random.next() % 2_000_000) - 1_000_000)"]
            }
            let sample = Sample(texts: rows, [.decimal])
            let store = try sample.store(MemoryBudget(bytes: budget))
            for key in [SortKey(0), SortKey(0, ascending: false)] {
                let expected = order(sample.rows, [key]) {
                    isBefore(String(decoding: $1, as: UTF8.self), String(decoding: $2, as: UTF8.self))
                }
                #expect(try store.sorted(by: [key])?.all == expected)
            }
        }
    }

    @Test func `numbers of any size are sorted`() throws {
        let digits = String(repeating: "7", count: 20_000)
        let rising = [
            "-Infinity", "-1e99999999999999999999", "-" + digits + "1", "-" + digits + "0", "-1e200", "-1e-200",
            "0", "1e-99999999999999999999", "1e-300", "1e-200", "1e-100", "1", "1e100", "1e200", "1e300", digits + "0",
            digits + "1", "1e99999999999999999999", "Infinity", "NaN",
            // Other texts come after numbers.
            "", "-", "1e", "1x", "abc",
        ]
        let store = try Sample(texts: rising.reversed().map { [$0] }, [.float]).store()
        #expect(try store.sorted(by: [SortKey(0)])?.all == Array(rising.indices.reversed()))
        #expect(try store.sorted(by: [SortKey(0, ascending: false)])?.all == Array(rising.indices))
    }

    @Test func `NULL has PostgreSQL's position or the requested one`() throws {
        let store = try Sample(texts: [["b"], [nil], ["a"], [""]]).store()
        #expect(try store.sorted(by: [SortKey(0)])?.all == [3, 2, 0, 1])
        #expect(try store.sorted(by: [SortKey(0, ascending: false)])?.all == [1, 0, 2, 3])
        #expect(try store.sorted(by: [SortKey(0, nulls: .first)])?.all == [1, 3, 2, 0])
        #expect(try store.sorted(by: [SortKey(0, ascending: false, nulls: .last)])?.all == [0, 2, 3, 1])
    }

    @Test func `without a column the order does not change`() throws {
        let sample = Sample(columns: 2, rows: 100, longest: 9, seed: 1)
        let store = try sample.store()
        #expect(try store.sorted(by: [])?.all == Array(0..<100))
        #expect(try store.sorted(by: [SortKey(2), SortKey(-1)])?.all == Array(0..<100))
        #expect(try store.sorted(by: [], of: store.selection(of: [5, 3]))?.all == [5, 3])
        #expect(try Sample(texts: []).store().sorted(by: [SortKey(0)])?.count == 0)
    }

    @Test func `sorting stays within the budget, returns its memory, and can be cancelled`() throws {
        let budget = MemoryBudget(bytes: 400_000)
        let sample = Sample(columns: 2, rows: 30_000, longest: 60, seed: 6)
        let store = try sample.store(budget)
        let before = budget.used
        var (most, seen): (Int, [ScanProgress]) = (0, [])
        let control = ScanControl(progress: { progress in
            most = max(most, budget.used)
            seen.append(progress)
        })
        do {
            let sorted = try #require(try store.sorted(by: [SortKey(1)], control: control))
            #expect(sorted.count == 30_000)
            #expect(budget.used <= 400_000)
        }
        #expect(budget.used == before)
        // Only the pieces being read exceed it.
        #expect(most <= 400_000 + 40_000)
        #expect(seen.count > 5)
        #expect(seen.allSatisfy { $0.total == 30_000 && $0.done <= 30_000 })
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.done <= $1.done })
        var asked = 0
        let stopped = ScanControl(isCancelled: {
            asked += 1
            return asked == 2
        })
        #expect(try store.sorted(by: [SortKey(1)], control: stopped) == nil)
        #expect(asked == 2)
        #expect(budget.used == before)
    }
}

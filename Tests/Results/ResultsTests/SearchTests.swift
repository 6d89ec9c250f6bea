import Results
import SQLWire
import TestSupport
import Testing
import Threads

/// Whether a value contains a text, computed naively.
private func has(_ value: [UInt8]?, _ text: String) -> Bool {
    guard let value, !text.isEmpty else { return false }
    let folds = !text.contains { $0.isUppercase }
    func folded(_ bytes: [UInt8]) -> [UInt8] { folds ? bytes.map { $0 &- 65 < 26 ? $0 | 32 : $0 } : bytes }
    let (all, wanted) = (folded(value), folded(Array(text.utf8)))
    guard all.count >= wanted.count else { return false }
    return (0...all.count - wanted.count).contains { Array(all[$0..<$0 + wanted.count]) == wanted }
}

/// All matches in display order.
private func places(_ rows: [[[UInt8]?]], _ text: String, _ columns: [Int]?) -> [ResultPlace] {
    rows.enumerated().flatMap { row, values in
        values.indices.filter { has(values[$0], text) && columns?.contains($0) ?? true }
            .map { ResultPlace(row: row, column: $0) }
    }
}

@Suite struct SearchTests {
    @Test(arguments: [(1, 4_000, 40), (4, 900, 2_000), (3, 60, 40_000)])
    func `matches equal those of a naive search of each value`(columns: Int, rows: Int, longest: Int) throws {
        var random = SeededGenerator(seed: 21)
        for (seed, budget) in [(1, 0), (2, 4_096), (3, MemoryBudget.standard)] {
            let sample = Sample(columns: columns, rows: rows, longest: longest, seed: UInt64(seed))
            let store = try sample.store(MemoryBudget(bytes: budget))
            let order = (0..<rows).shuffled(using: &random).prefix(rows * 2 / 3)
            let selections = [nil, try store.selection(of: order), try store.selection(of: order.sorted())]
            for (index, selection) in selections.enumerated() {
                let shown = try selection?.all.map { sample.rows[$0] } ?? sample.rows
                for text in ["a", "ab", "abc", "aabb", "ddcbad", "A", "Z", "zz", "\u{0}", "9"] {
                    let wanted = random.next() % 2 == 0 ? nil : [Int(random.next() % UInt64(columns)), columns - 1]
                    let expected = places(shown, text, wanted)
                    let pattern = TextPattern(text)
                    if random.next() % 2 == 0 {
                        let count = try #require(try store.count(pattern, columns: wanted, in: selection))
                        #expect(count.cells == expected.count, "\(text) \(index)")
                        #expect(count.rows == Set(expected.map(\.row)).count)
                        let part = 0..<shown.count / 2
                        let half = try store.count(pattern, columns: wanted, positions: part, in: selection)
                        #expect(half?.cells == expected.filter { part.contains($0.row) }.count)
                    }
                    for _ in 0..<6 {
                        let place = ResultPlace(
                            row: Int(random.next() % UInt64(shown.count)),
                            column: Int(random.next() % UInt64(columns)))
                        func isBefore(_ one: ResultPlace, _ other: ResultPlace) -> Bool {
                            (one.row, one.column) < (other.row, other.column)
                        }
                        let next = expected.first { isBefore(place, $0) }
                        let previous = expected.last { isBefore($0, place) }
                        let found = try store.find(pattern, columns: wanted, after: place, in: selection)
                        #expect(found?.place == next ?? expected.first)
                        #expect(found?.isWrapped ?? true == (next == nil))
                        let before = try store.find(
                            pattern, columns: wanted, after: place, backward: true, in: selection)
                        #expect(before?.place == previous ?? expected.last)
                        let straight = try store.find(
                            pattern, columns: wanted, after: place, wraps: false, in: selection)
                        #expect(straight?.place == next)
                    }
                    #expect(
                        try store.find(pattern, columns: wanted, after: nil, in: selection)?.place == expected.first)
                    #expect(
                        try store.find(pattern, columns: wanted, after: nil, backward: true, in: selection)?.place
                            == expected.last)
                }
            }
        }
    }

    @Test func `a distant text in another order is found from both sides`() throws {
        var random = SeededGenerator(seed: 9)
        let sample = Sample(texts: (0..<30_000).map { ["row \($0)", $0 % 9_999 == 17 ? "Needle \($0)" : nil] })
        let order = (0..<30_000).shuffled(using: &random)
        let expected = order.indices.filter { sample.rows[order[$0]][1] != nil }
        for backward in [false, true] {
            let store = try sample.store(MemoryBudget(bytes: 100_000), rowsAtOnce: 1_000)
            let selection = try store.selection(of: order)
            var (place, found): (ResultPlace?, [Int]) = (nil, [])
            while let find = try store.find(
                TextPattern("needle"), after: place, backward: backward, wraps: false, in: selection)
            {
                #expect(find.place.column == 1)
                place = find.place
                found.append(find.place.row)
            }
            #expect(found == (backward ? expected.reversed() : expected))
        }
    }

    @Test func `a match does not span two values`() throws {
        let store = try Sample(texts: [["ab", "cd"], ["ef", nil], ["gh", ""]]).store()
        for text in ["bc", "de", "fg", "abcd"] { #expect(try store.find(TextPattern(text), after: nil) == nil) }
        #expect(try store.find(TextPattern("gh"), after: nil)?.place == ResultPlace(row: 2, column: 0))
        #expect(try store.find(TextPattern(""), after: nil) == nil)
    }

    @Test func `letters of other scripts match in either case and are not mixed up`() throws {
        let store = try Sample(texts: [["ÄRGER"], ["ärger"], ["рука РУКА"], ["\u{0460}"], ["STRASSE ß"]]).store()
        #expect(try store.count(TextPattern("är"))?.rows == 2)
        #expect(try store.count(TextPattern("Är"))?.rows == 0)
        #expect(try store.count(TextPattern("ÄR"))?.rows == 1)
        #expect(try store.count(TextPattern("рук"))?.cells == 1)
        // Ѡ consists of bytes that occur in р and Р, too.
        #expect(try store.count(TextPattern("р"))?.rows == 1)
        #expect(try store.count(TextPattern("ß"))?.rows == 1)
    }

    @Test func `a text is found across the pieces of a large value`() throws {
        var value = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
        for place in [0, 1_023, 1_024, 2_047, 99_999, 299_994] {
            value.replaceSubrange(place..<place + 6, with: Array("needle".utf8))
            let store = try Sample([.text, .text], [[nil, Array("a".utf8)], [Array("b".utf8), value]]).store()
            let found = try store.find(TextPattern("needle"), after: nil)
            #expect(found?.place == ResultPlace(row: 1, column: 1))
            value.replaceSubrange(place..<place + 6, with: Array("xxxxxx".utf8))
        }
    }

    @Test func `a search reports its progress and can be cancelled`() throws {
        let store = try Sample(columns: 2, rows: 20_000, longest: 60, seed: 6).store()
        var seen: [ScanProgress] = []
        let control = ScanControl(progress: { seen.append($0) })
        #expect(try store.find(TextPattern("not there"), after: nil, control: control) == nil)
        #expect(seen.count > 3)
        #expect(seen.allSatisfy { $0.total == 20_000 && $0.done <= 20_000 })
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.done < $1.done })
        var asked = 0
        let stopped = ScanControl(isCancelled: {
            asked += 1
            return asked == 2
        })
        #expect(try store.count(TextPattern("a"), control: stopped) == nil)
        #expect(asked == 2)
    }
}

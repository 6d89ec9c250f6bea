import Results
import SQLWire
import TestSupport
import Testing
import Threads

/// A store that a separate thread fills; the pool of the tests may have no free thread.
private func arriving(_ sample: Sample, _ budget: MemoryBudget) -> ResultStore {
    let store = ResultStore(columns: sample.columns, budget: budget, directory: "/tmp")
    DetachedThread.start {
        for start in stride(from: 0, to: sample.rows.count, by: 16) {
            guard (try? store.append(sample.batch(start..<min(start + 16, sample.rows.count)))) != nil else { break }
        }
        store.finish(isComplete: store.rowCount == sample.rows.count)
    }
    return store
}

@Suite struct ArrivingRowsTests {
    @Test func `rows are read while others arrive`() throws {
        let sample = Sample(columns: 3, rows: 20_000, longest: 900, seed: 4)
        let store = arriving(sample, MemoryBudget(bytes: 300_000))
        var random = SeededGenerator(seed: 8)
        var wrong = 0
        while !store.isFinished {
            let count = store.rowCount
            guard count > 0 else { continue }
            let first = random.next() % 2 == 0 ? max(0, count - 10) : Int(random.next() % UInt64(count))
            let page = try store.page(rows: first..<first + 20, columns: 0..<3, cellLimit: 2_000)
            for row in page.rows {
                for column in 0..<3 where page[row, column].map({ Array($0.bytes) }) != sample.rows[row][column] {
                    wrong += 1
                }
            }
            if page.rows.isEmpty { wrong += 1 }
        }
        #expect(store.isComplete)
        #expect(wrong == 0)
        #expect(try store.allRows() == sample.rows)
    }

    @Test func `rows are sorted, filtered and searched while others arrive`() throws {
        let sample = Sample(columns: 2, rows: 12_000, longest: 200, seed: 14)
        let store = arriving(sample, MemoryBudget(bytes: 200_000))
        // For each number of rows, how many contain the text.
        let counts = sample.rows.reduce(into: [0]) { counts, row in
            let isFound = row.contains {
                $0.map { String(decoding: $0, as: UTF8.self).lowercased().contains("abc") } ?? false
            }
            counts.append((counts.last ?? 0) + (isFound ? 1 : 0))
        }
        repeat {
            let before = store.rowCount
            let sorted = try #require(try store.sorted(by: [SortKey(0, nulls: .first)])).all
            #expect(sorted.count >= before)
            #expect(sorted.sorted() == Array(0..<sorted.count))
            let keys = sorted.map { sample.rows[$0][0].map { [1] + $0 } ?? [0] }
            #expect(zip(keys, keys.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
            let filtered = try #require(try store.filtered(by: [RowMatch(column: 1, .isNull)])).all
            let expected = sample.rows.indices.filter { sample.rows[$0][1] == nil }
            #expect(filtered == Array(expected.prefix(filtered.count)))
            #expect(filtered.count >= expected.filter { $0 < before }.count)
            let count = try #require(try store.count(TextPattern("abc")))
            #expect(counts.contains(count.rows))
            #expect(count.rows >= counts[before])
        } while !store.isFinished
        #expect(store.isComplete)
        #expect(try store.allRows() == sample.rows)
    }
}

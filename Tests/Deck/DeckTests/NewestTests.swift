import Testing

@testable import ScreenKit

/// Bounded collections of the newest elements.
@Suite struct NewestTests {
    private struct Thing: Weighed, Sendable, Equatable {
        var number: Int
        var weight = 10
    }

    @Test(arguments: [1, 2, 10, 99, 100, 101, 5_000, 123_456])
    func `the newest elements are kept and all are counted`(count: Int) {
        var newest = Newest<Thing>(most: 100, mostBytes: 1_000_000)
        for number in 0..<count { newest.add(Thing(number: number)) }
        #expect(newest.total == count)
        #expect(newest.elements.count <= 100 && newest.elements.count >= min(count, 50))
        #expect(newest.elements.map(\.number) == Array(newest.left..<count))
        #expect(newest.last?.number == count - 1)
    }

    @Test func `large elements are dropped earlier, and the last one is always kept`() {
        var newest = Newest<Thing>(most: 100, mostBytes: 1_000)
        for number in 0..<10_000 {
            newest.add(Thing(number: number, weight: number % 7 == 0 ? 5_000 : 90))
            #expect(newest.elements.dropLast().reduce(0) { $0 + $1.weight } <= 1_000)
            #expect(newest.last?.number == number)
        }
        #expect(newest.total == 10_000)
    }

    @Test func `the dropped elements of another collection are counted, too`() {
        var all = Newest<Thing>(most: 100, mostBytes: 1_000_000)
        for part in 0..<10 {
            var newest = Newest<Thing>(most: 10, mostBytes: 1_000_000)
            for number in 0..<1_000 { newest.add(Thing(number: part * 1_000 + number)) }
            all.add(newest)
        }
        #expect(all.total == 10_000)
        #expect(all.last?.number == 9_999)
    }
}

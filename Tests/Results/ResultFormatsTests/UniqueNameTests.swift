import Testing

@testable import ResultFormats

/// Member names for columns with equal names.
@Suite struct UniqueNameTests {
    private func names(_ names: [String]) -> [String] {
        UniqueNames.of(names.map { Array($0.utf8) }).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a repeated name gets the next number that no column has`() {
        #expect(names(["a", "a", "a", "b", "a"]) == ["a", "a_2", "a_3", "b", "a_4"])
        #expect(names(["a", "a_2", "a", "a"]) == ["a", "a_2", "a_3", "a_4"])
        #expect(names(["a", "a", "a_2", "a_2"]) == ["a", "a_3", "a_2", "a_2_2"])
        #expect(names(["a_2", "a_2", "a", "a"]) == ["a_2", "a_2_2", "a", "a_3"])
        #expect(names(["", "", ""]) == ["", "_2", "_3"])
    }

    @Test func `the work for each column does not grow with their number`() {
        // Quadratic work of this size would exceed the time limit of the tests.
        for count in [65_535, 500_000] {
            let all = names(Array(repeating: "same", count: count))
            #expect(all.last == "same_\(count)" && Set(all).count == count)
        }
    }
}

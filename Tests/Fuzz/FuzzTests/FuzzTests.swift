import TestSupport
import Testing

/// A short run of each harness; `.ci/fuzz` runs them for longer, guided by coverage.
@Suite struct FuzzTests {
    @Test(arguments: Harness.all.map(\.name))
    func `no change of the seeds crashes a reader or breaks its promise`(name: String) throws {
        let harness = try #require(Harness.all.first { $0.name == name })
        var random = SeededGenerator(seed: 20_261_201)
        for seed in harness.seeds { harness.run(Array(seed.utf8)) }
        harness.run([])
        for _ in 0..<400 { harness.run(mutated(harness.seeds, &random)) }
    }

    /// A seed with a few bytes replaced, removed, repeated or joined with another seed.
    private func mutated(_ seeds: [String], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(random.pick(seeds).utf8)
        for _ in 0...random.next() % 6 where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 5 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 3: bytes.insert(contentsOf: bytes.prefix(place), at: place)
            default: bytes = Array(bytes.prefix(place)) + Array(random.pick(seeds).utf8)
            }
        }
        return bytes
    }
}

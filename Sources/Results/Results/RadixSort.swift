/// Sorts by the bytes of a word, last to first, each pass keeping the order of the one before.
enum RadixSort {
    /// Sorts entries by their words. `scratch` has room for as many.
    static func sort(
        _ entries: UnsafeMutablePointer<SortEntry>, _ scratch: UnsafeMutablePointer<SortEntry>, count: Int
    ) {
        // Not an array lent to a closure: Swift 6.3 spoils the error register of one that ends by copying memory.
        let tallies = UnsafeMutablePointer<Int>.allocate(capacity: 8 * 256)
        defer { tallies.deallocate() }
        tallies.initialize(repeating: 0, count: 8 * 256)
        for index in 0..<count {
            var word = entries[index].word
            for pass in 0..<8 {
                tallies[pass * 256 + Int(truncatingIfNeeded: word & 255)] &+= 1
                word >>= 8
            }
        }
        var (source, target) = (entries, scratch)
        for pass in 0..<8 {
            let places = tallies + pass * 256
            let shift = UInt64(8 * pass)
            // All the same: nothing to do.
            if places[Int(truncatingIfNeeded: (source[0].word >> shift) & 255)] == count { continue }
            var sum = 0
            for byte in 0..<256 {
                let tally = places[byte]
                places[byte] = sum
                sum += tally
            }
            for index in 0..<count {
                let entry = source[index]
                let byte = Int(truncatingIfNeeded: (entry.word >> shift) & 255)
                target[places[byte]] = entry
                places[byte] &+= 1
            }
            swap(&source, &target)
        }
        if source != entries { entries.update(from: source, count: count) }
    }
}

/// A radix sort by the bytes of a word, from last to first; each pass is stable.
enum RadixSort {
    /// Sorts entries by their words. `scratch` must have the same capacity.
    static func sort(
        _ entries: UnsafeMutablePointer<SortEntry>, _ scratch: UnsafeMutablePointer<SortEntry>, count: Int
    ) {
        // A pointer instead of an array's closure: in Swift 6.3 a closure that ends by copying memory overwrites the
        // error register.
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
            // All bytes are equal: this pass changes nothing.
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

import CResultScan

/// A pattern prepared for searching.
final class TextFinder {
    /// The length of the pattern in bytes.
    let count: Int
    private let pattern: TextPattern
    private let forms: UnsafeMutablePointer<UInt8>
    private var prepared: qd_pattern

    init(_ pattern: TextPattern) {
        self.pattern = pattern
        count = pattern.low.count
        forms = .allocate(capacity: max(1, 2 * count))
        for index in 0..<count {
            forms[index] = pattern.low[index]
            forms[count + index] = pattern.high[index]
        }
        let (first, second) = pattern.rarest
        prepared = qd_pattern(low: forms, high: forms + count, length: count, first: first, second: second)
    }

    deinit {
        forms.deallocate()
    }

    /// The first position at or after `start` where the pattern begins; nil if there is none.
    func find(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        var start = start
        while true {
            let place = qd_find(&prepared, bytes.baseAddress, bytes.count, start)
            if place < 0 { return nil }
            if pattern.letters.isEmpty || hasWholeLetters(bytes, at: place) { return place }
            start = place + 1
        }
    }

    private func hasWholeLetters(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
        pattern.letters.allSatisfy { letter in
            letter.allSatisfy { bytes[place + $0] == pattern.low[$0] }
                || letter.allSatisfy { bytes[place + $0] == pattern.high[$0] }
        }
    }
}

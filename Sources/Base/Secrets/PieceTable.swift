/// All pieces of eight bytes of some secrets, to find them in a text. Its memory is wiped on release.
final class PieceTable: Sendable {
    // Written only in `init` and `deinit`, when no other thread has a reference.
    private nonisolated(unsafe) let pieces: UnsafeMutableBufferPointer<UInt64>
    /// One bit for each piece, so that most look-ups end here.
    private nonisolated(unsafe) let bits: UnsafeMutableBufferPointer<UInt64>
    /// Secrets shorter than a piece.
    private let short: [Secret]

    private static let bitCount = 65_536

    /// The pieces of `secrets` in lower case.
    init(_ secrets: [[UInt8]]) {
        let length = SecretFilter.shortestRun
        let long = secrets.filter { $0.count >= length }
        short = secrets.filter { (1..<length).contains($0.count) }.map { secret in
            Secret(copying: secret.map { MappedText.lowercase($0) })
        }
        pieces = .allocate(capacity: long.reduce(0) { $0 + $1.count - length + 1 })
        bits = .allocate(capacity: Self.bitCount / 64)
        bits.initialize(repeating: 0)
        var count = 0
        for secret in long {
            Self.each(in: secret) { _, piece in
                pieces.initializeElement(at: count, to: piece)
                let bit = Self.bit(piece)
                bits[bit / 64] |= 1 << UInt64(bit % 64)
                count += 1
            }
        }
        var sorted = pieces
        sorted.sort()
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(pieces))
        wipe(UnsafeMutableRawBufferPointer(bits))
        pieces.deallocate()
        bits.deallocate()
    }

    /// Whether a secret is so short that only `runs` can find it.
    var hasShort: Bool { !short.isEmpty }

    /// The ranges of `text` that are parts of the secrets. `text` must be in lower case.
    func runs(in text: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        if !pieces.isEmpty {
            Self.each(in: text) { start, piece in
                if contains(piece) { runs.append(start..<(start + SecretFilter.shortestRun)) }
            }
        }
        for secret in short {
            secret.revealBytes { bytes in
                for start in 0..<max(0, text.count - bytes.count + 1)
                where text[start..<(start + bytes.count)].elementsEqual(bytes) {
                    runs.append(start..<(start + bytes.count))
                }
            }
        }
        return runs
    }

    /// Whether eight lower-case bytes are a piece; the first byte is the most significant.
    func contains(_ piece: UInt64) -> Bool {
        let bit = Self.bit(piece)
        guard bits[bit / 64] & 1 << UInt64(bit % 64) != 0 else { return false }
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle] == piece { return true }
            if pieces[middle] < piece { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// The combined bits of two tables; `release` frees them.
    static func bits(of one: PieceTable, _ other: PieceTable) -> UnsafeMutablePointer<UInt64> {
        let both = UnsafeMutablePointer<UInt64>.allocate(capacity: bitCount / 64)
        for index in 0..<bitCount / 64 { (both + index).initialize(to: one.bits[index] | other.bits[index]) }
        return both
    }

    /// Wipes and frees the result of `bits`.
    static func release(_ bits: UnsafeMutablePointer<UInt64>) {
        wipe(UnsafeMutableRawBufferPointer(start: bits, count: bitCount / 8))
        bits.deallocate()
    }

    /// Whether a table with these bits may contain the piece.
    static func hasBit(_ piece: UInt64, _ bits: UnsafeMutablePointer<UInt64>) -> Bool {
        let bit = bit(piece)
        return bits[bit >> 6] & (1 << UInt64(bit & 63)) != 0
    }

    private static func bit(_ piece: UInt64) -> Int {
        Int(truncatingIfNeeded: (piece &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    private static func each(in bytes: [UInt8], _ body: (Int, UInt64) -> Void) {
        var piece: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            piece = piece << 8 | UInt64(MappedText.lowercase(byte))
            if index >= SecretFilter.shortestRun - 1 { body(index - SecretFilter.shortestRun + 1, piece) }
        }
    }
}

/// A text to be searched for: in any case, unless it has an upper-case letter.
///
/// A letter is found in its other case when that takes as many bytes in UTF-8, which is so for all but a few.
public struct TextPattern: Sendable, Hashable {
    /// The text as it was given.
    public let text: String
    /// For each byte the two forms it may have, the same where it has one.
    let low: [UInt8]
    let high: [UInt8]
    /// Letters of several bytes with two cases: their forms must not be mixed.
    let letters: [Range<Int>]

    /// A pattern. An empty one is found nowhere.
    public init(_ text: String) {
        self.text = text
        let scalars = text.unicodeScalars
        let folds = !scalars.contains { $0.properties.isUppercase }
        var (low, high, letters): ([UInt8], [UInt8], [Range<Int>]) = ([], [], [])
        for scalar in scalars {
            let plain = Array(String(scalar).utf8)
            let upper = folds ? Array(scalar.properties.uppercaseMapping.utf8) : plain
            let other = upper.count == plain.count ? upper : plain
            if plain.count > 1, other != plain { letters.append(low.count..<low.count + plain.count) }
            low += plain
            high += other
        }
        (self.low, self.high, self.letters) = (low, high, letters)
    }

    /// The places of the two bytes that are likely to be the rarest.
    var rarest: (Int, Int) {
        let order = low.indices.sorted { Self.frequency(low[$0], high[$0]) < Self.frequency(low[$1], high[$1]) }
        return (order.first ?? 0, order.dropFirst().first ?? order.first ?? 0)
    }

    /// How often a byte is met in what databases hold, roughly.
    private static func frequency(_ low: UInt8, _ high: UInt8) -> Int {
        let common = Array("0123456789 etaoinsrhldcumfpgwybv-:.,_kxjqz".utf8)
        let place = common.firstIndex(of: low).map { common.count - $0 } ?? 0
        return low == high ? place : place + 3
    }
}

/// A text to search for; case matters only if it has an upper-case letter.
///
/// A letter also matches its other case if both have the same number of UTF-8 bytes, which is true for almost all
/// letters.
public struct TextPattern: Sendable, Hashable {
    /// The text as given.
    public let text: String
    /// For each byte its two forms, which are equal if it has only one.
    let low: [UInt8]
    let high: [UInt8]
    /// Letters of several bytes with two cases: their forms must not be mixed.
    let letters: [Range<Int>]

    /// A pattern. An empty one never matches.
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

    /// The indices of the two bytes that are probably the rarest.
    var rarest: (Int, Int) {
        let order = low.indices.sorted { Self.frequency(low[$0], high[$0]) < Self.frequency(low[$1], high[$1]) }
        return (order.first ?? 0, order.dropFirst().first ?? order.first ?? 0)
    }

    /// The approximate frequency of a byte in databases.
    private static func frequency(_ low: UInt8, _ high: UInt8) -> Int {
        let common = Array("0123456789 etaoinsrhldcumfpgwybv-:.,_kxjqz".utf8)
        let place = common.firstIndex(of: low).map { common.count - $0 } ?? 0
        return low == high ? place : place + 3
    }
}

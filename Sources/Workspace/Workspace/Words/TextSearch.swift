/// A search text; case matters only if it has a capital letter.
struct TextSearch: Sendable {
    private let pattern: [UInt32]
    private let folds: Bool

    /// An empty text never matches.
    init(_ text: String) {
        let folds = !text.contains(where: \.isUppercase)
        self.folds = folds
        pattern = text.unicodeScalars.map { folds ? Self.fold($0) : $0.value }
    }

    /// The matches from the left, which do not overlap.
    func ranges(in text: Substring) -> [Range<String.Index>] {
        guard !pattern.isEmpty else { return [] }
        var found: [Range<String.Index>] = []
        var index = text.startIndex
        while index < text.endIndex {
            if let end = end(at: index, in: text.unicodeScalars) {
                found.append(index..<end)
                index = end
            } else {
                index = text.unicodeScalars.index(after: index)
            }
        }
        return found
    }

    /// The matches in a part of a text, whose ends may lie inside a match.
    func ranges(in part: Range<String.Index>, of text: String) -> [Range<String.Index>] {
        let scalars = text.unicodeScalars
        let more = max(0, pattern.count - 1)
        let first = scalars.index(part.lowerBound, offsetBy: -more, limitedBy: scalars.startIndex) ?? scalars.startIndex
        let end = scalars.index(part.upperBound, offsetBy: more, limitedBy: scalars.endIndex) ?? scalars.endIndex
        return ranges(in: text[first..<end]).map { $0.clamped(to: part) }.filter { !$0.isEmpty }
    }

    private func end(at start: String.Index, in scalars: Substring.UnicodeScalarView) -> String.Index? {
        var index = start
        for wanted in pattern {
            guard index < scalars.endIndex else { return nil }
            let scalar = scalars[index]
            guard scalar.value == wanted || folds && Self.fold(scalar) == wanted else { return nil }
            index = scalars.index(after: index)
        }
        return index
    }

    private static func fold(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x41...0x5A: return scalar.value + 0x20
        case 0..<0x80: return scalar.value
        default:
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            return lower.count == 1 ? lower.first?.value ?? scalar.value : scalar.value
        }
    }
}

import SQLWire

/// A text with substituted variables and the origin of each part.
public struct ExpandedText: Sendable, Equatable {
    /// A substituted value.
    private struct Piece: Sendable, Equatable {
        /// The range of the reference in the original text.
        let original: Range<Int>
        /// The range of the value in the expanded text.
        let expanded: Range<Int>
    }

    public private(set) var text: [UInt8] = []
    /// The names of variables that are not set; their references stay in the text.
    public private(set) var unknown: [String] = []
    /// The ends of statements inside values, after the semicolons.
    private var ends: [Int] = []
    private var pieces: [Piece] = []

    /// Whether any value was substituted.
    public var isChanged: Bool { !pieces.isEmpty }

    init(_ original: [UInt8], _ references: [VariableReference], _ values: NestedValues) {
        var values = values
        var position = 0
        for reference in references {
            let name = reference.name(in: original)
            guard let value = values.value(name, as: reference.form, isNested: reference.isNested) else {
                if !unknown.contains(name) { unknown.append(name) }
                continue
            }
            text += original[position..<reference.range.lowerBound]
            let start = text.count
            ends += value.ends.map { $0 + start }
            text += value.text
            pieces.append(Piece(original: reference.range, expanded: start..<text.count))
            position = reference.range.upperBound
        }
        text += original[position...]
    }

    /// The statements in the text. As in psql, a value may contain semicolons that end statements. Comments and space
    /// before a statement are not sent; alone they are no statement.
    public var statements: [[UInt8]] { parts.map { Array(text[$0]) } }

    /// The ranges of the statements.
    public var parts: [Range<Int>] {
        guard isChanged else { return [0..<text.count] }
        var parts: [Range<Int>] = []
        var start = 0
        for end in ends + [text.count] {
            let part = start + lead(of: text[start..<end])..<end
            if !part.isEmpty { parts.append(part) }
            start = end
        }
        return parts
    }

    private func lead(of text: ArraySlice<UInt8>) -> Int {
        var rest = text.drop { $0 <= Byte.space }
        while rest.starts(with: [Byte.minus, Byte.minus]) {
            rest = rest.drop { $0 != Byte.lineFeed }.drop { $0 <= Byte.space }
        }
        return text.count - rest.count
    }

    /// The offset in the original text. An offset inside a value becomes the beginning of its reference.
    public func originalOffset(of offset: Int) -> Int {
        guard let last = pieces.last(where: { $0.expanded.lowerBound <= offset }) else { return offset }
        if offset < last.expanded.upperBound { return last.original.lowerBound }
        return last.original.upperBound + offset - last.expanded.upperBound
    }
}

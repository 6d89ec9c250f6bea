/// A text with the values of variables in it, and where each part of it comes from.
public struct ExpandedText: Sendable, Equatable {
    /// A value in the place of a reference.
    private struct Piece: Sendable, Equatable {
        /// Where the reference stood.
        let original: Range<Int>
        /// Where the value stands.
        let expanded: Range<Int>
    }

    /// The text.
    public private(set) var text: [UInt8] = []
    /// Names of variables that there are none of; what stood for them stayed.
    public private(set) var unknown: [String] = []
    /// Where statements end in it because a value says so, behind the semicolons.
    private var ends: [Int] = []
    private var pieces: [Piece] = []

    /// Whether a value was put in.
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

    /// The statements in it. psql reads values as a part of the script, so one of them may hold a semicolon. Comments
    /// and space before a statement are not sent, and they alone are none.
    public var statements: [[UInt8]] { parts.map { Array(text[$0]) } }

    /// Where the statements stand in it.
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

    /// Where in the original text something stands; what stands in a value is at the beginning of its reference.
    public func originalOffset(of offset: Int) -> Int {
        guard let last = pieces.last(where: { $0.expanded.lowerBound <= offset }) else { return offset }
        if offset < last.expanded.upperBound { return last.original.lowerBound }
        return last.original.upperBound + offset - last.expanded.upperBound
    }
}

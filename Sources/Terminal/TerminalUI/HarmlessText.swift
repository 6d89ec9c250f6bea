/// Makes text from a file, a server or the network safe to print: nothing in it can move the cursor, write the
/// clipboard, reorder the line or hide.
public enum HarmlessText {
    /// Marks without columns of their own that a cell of the screen takes on top of its glyph.
    private static let mostMarks = 4

    /// The text with control characters shown as their pictures (`␛`, `␊`) and with direction overrides, invisible
    /// separators and other format characters shown as `<U+202E>`. A joiner stays where it joins emoji. Of marks that
    /// are heaped on one glyph those that no cell has room for are counted: `<+3 marks>`.
    public static func of(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isWorthALook) else { return String(text) }
        var result = String.UnicodeScalarView()
        var (before, marks): (Unicode.Scalar?, Int) = (nil, 0)
        func endMarks() {
            if marks > mostMarks { result.append(contentsOf: "<+\(marks - mostMarks) marks>".unicodeScalars) }
            marks = 0
        }
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            if scalar.value == joiner {
                let joins = isEmoji(before) && index < scalars.endIndex && isEmoji(scalars[index])
                if !joins {
                    endMarks()
                    before = scalar
                }
                result.append(contentsOf: joins ? String(scalar).unicodeScalars : picture(of: scalar))
            } else if isHarmful(scalar) {
                endMarks()
                result.append(contentsOf: picture(of: scalar))
                before = scalar
            } else if scalar.value >= 0x300, DisplayWidth.of(scalar) == 0 {
                if scalar.value != emojiSelector { marks += 1 }
                if marks <= mostMarks { result.append(scalar) }
            } else {
                endMarks()
                result.append(scalar)
                before = scalar
            }
        }
        endMarks()
        return String(result)
    }

    private static let joiner: UInt32 = 0x200D
    private static let emojiSelector: UInt32 = 0xFE0F

    /// Whether a text with the scalar in it may be shown as another one.
    private static func isWorthALook(_ scalar: Unicode.Scalar) -> Bool {
        isHarmful(scalar) || scalar.value >= 0x300 && DisplayWidth.of(scalar) == 0
    }

    private static func isEmoji(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, scalar.value > 0xFF else { return false }
        return scalar.properties.isEmoji
    }

    /// Whether a terminal would do something else with the scalar than show it.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
            true
        case 0xE0000...0xE0FFF: !(0xE0100...0xE01EF).contains(scalar.value)
        default: false
        }
    }

    private static func picture(of scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        switch scalar.value {
        case 0x00...0x1F: String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}").unicodeScalars
        case 0x7F: "\u{2421}".unicodeScalars
        default:
            "<U+\(paddedHexadecimal(scalar.value))>".unicodeScalars
        }
    }

    private static func paddedHexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

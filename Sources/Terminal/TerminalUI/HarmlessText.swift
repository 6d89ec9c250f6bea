/// Makes text from a file, a server or the network safe to print: it cannot move the cursor, write the clipboard,
/// reorder the line or hide.
public enum HarmlessText {
    /// The number of zero-width marks that a cell holds on top of its glyph.
    private static let mostMarks = 4

    /// The text with control characters replaced by their pictures (`␛`, `␊`), and direction overrides, invisible
    /// separators and other format characters replaced by `<U+202E>`. A joiner between emoji stays. Marks beyond the
    /// limit of a cell are counted: `<+3 marks>`.
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
            let next = index < scalars.endIndex ? scalars[index] : nil
            if isSelector(scalar) {
                let belongs = !isMisplaced(scalar, after: before, next: next)
                if !belongs {
                    endMarks()
                    before = scalar
                }
                result.append(contentsOf: belongs ? String(scalar).unicodeScalars : picture(of: scalar))
            } else if isHarmful(scalar) {
                endMarks()
                result.append(contentsOf: picture(of: scalar))
                before = scalar
            } else if scalar.value >= 0x300, DisplayWidth.of(scalar) == 0 {
                marks += 1
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

    /// Whether the scalar is invisible and only affects its neighbours: a joiner or a variation selector.
    public static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case joiner, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Whether a joiner or a variation selector changes no glyph in its position, and so hides: two names that look the
    /// same would differ. Joiners belong between emoji; selectors belong after emoji, keycaps, symbols and ideographs.
    ///
    /// - Parameters:
    ///   - before: The scalar before it, without the selector of a joined emoji.
    ///   - next: The scalar after it.
    public static func isMisplaced(
        _ scalar: Unicode.Scalar, after before: Unicode.Scalar?, next: Unicode.Scalar?
    ) -> Bool {
        switch scalar.value {
        case joiner: !isEmoji(before) || !isEmoji(next)
        case 0xFE00...0xFE0F:
            !(isEmoji(before) || next?.value == 0x20E3
                || before.map { $0.properties.isIdeographic || isSymbol($0) } == true)
        case 0xE0100...0xE01EF: before?.properties.isIdeographic != true
        default: false
        }
    }

    private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .mathSymbol, .otherSymbol: true
        default: false
        }
    }

    /// Whether a text that contains the scalar may need a replacement.
    private static func isWorthALook(_ scalar: Unicode.Scalar) -> Bool {
        isHarmful(scalar) || isSelector(scalar) || scalar.value >= 0x300 && DisplayWidth.of(scalar) == 0
    }

    private static func isEmoji(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, scalar.value > 0xFF else { return false }
        return scalar.properties.isEmoji
    }

    /// Whether a terminal would not show the scalar but act on it, change the direction, or show nothing. This is the
    /// only rule for that in the program.
    ///
    /// Source: Unicode Character Database, `Default_Ignorable_Code_Point` and the categories Cc, Cf, Zl, Zp; without
    /// the marks before Arabic, Syriac and Kaithi numbers, which are visible. A test compares every scalar.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD: true
        case 0xA0..<0x34F: false
        case 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B, 0x200C, 0x200E, 0x200F,
            0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x13430...0x1343F,
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A:
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

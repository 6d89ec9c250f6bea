/// Makes text from a file, a server or the network safe to print: nothing in it can move the cursor, write the
/// clipboard, reorder the line or hide.
public enum HarmlessText {
    /// The text with control characters shown as their pictures (`␛`, `␊`) and with direction overrides, invisible
    /// separators and other format characters shown as `<U+202E>`. Joiners within emoji and scripts stay.
    public static func of(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return String(text) }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHarmful(scalar) {
                result.append(contentsOf: picture(of: scalar))
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether a terminal would do something else with the scalar than show it.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
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

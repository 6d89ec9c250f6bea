import TerminalUI

/// `HarmlessText` for bytes that need not be valid UTF-8. Newlines stay.
public enum HarmlessBytes {
    /// Makes bytes that come from no writer (COPY data) harmless for a terminal. Tabs stay.
    public static func of(_ bytes: [UInt8]) -> [UInt8] {
        var output = OutputBuffer()
        bytes.withUnsafeBytes { append($0, tabs: .kept, to: &output) }
        return output.bytes
    }

    /// The representation of a tab.
    enum Tabs: Sendable {
        case kept
        /// Replaced by a picture.
        case pictured
        /// Replaced by blanks up to the next multiple of eight columns in its line.
        case expanded
    }

    /// Appends `bytes` made harmless for a terminal; invalid UTF-8 becomes U+FFFD.
    static func append(_ bytes: UnsafeRawBufferPointer, tabs: Tabs, to output: inout OutputBuffer) {
        var column = 0
        var index = 0
        var before: Unicode.Scalar?
        while index < bytes.count {
            let end = bytes.plainEnd(from: index)
            if end > index {
                output.append(UnsafeRawBufferPointer(rebasing: bytes[index..<end]))
                column += end - index
                index = end
                before = Unicode.Scalar(bytes[end - 1])
                continue
            }
            switch (bytes[index], tabs) {
            case (UInt8(ascii: "\n"), _):
                output.append(UInt8(ascii: "\n"))
                column = 0
                index += 1
            case (UInt8(ascii: "\t"), .kept):
                output.append(UInt8(ascii: "\t"))
                index += 1
            case (UInt8(ascii: "\t"), .expanded):
                output.append(UInt8(ascii: " "), times: 8 - column % 8)
                column += 8 - column % 8
                index += 1
            default:
                let step = UTF8Step(bytes, at: index)
                let scalar = step.scalar ?? "\u{FFFD}"
                index += step.length
                guard HarmlessText.isSelector(scalar) else {
                    column += append(scalar, isShown: HarmlessText.isHarmful(scalar), to: &output)
                    before = scalar
                    continue
                }
                let next = index < bytes.count ? UTF8Step(bytes, at: index).scalar : nil
                let isMisplaced = HarmlessText.isMisplaced(scalar, after: before, next: next)
                column += append(scalar, isShown: isMisplaced, to: &output)
                if isMisplaced { before = scalar }
            }
        }
    }

    /// Returns the number of columns.
    ///
    /// - Parameter isShown: Whether to replace the scalar by its picture.
    private static func append(_ scalar: Unicode.Scalar, isShown: Bool, to output: inout OutputBuffer) -> Int {
        guard isShown else {
            output.append(scalar)
            return DisplayWidth.of(scalar)
        }
        let shown = HarmlessText.of(String(scalar))
        output.append(Array(shown.utf8))
        return DisplayWidth.of(shown)
    }
}

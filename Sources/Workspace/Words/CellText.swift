import Results
import SQLCore
import TerminalUI

/// Values as a grid shows them: in one line, harmless, and no more of them than may be seen.
enum CellText {
    /// A column's name.
    static func name(_ column: Column) -> String {
        HarmlessText.of(String(decoding: column.name.prefix(256), as: UTF8.self))
    }

    /// A value; nil is NULL.
    static func cell(
        _ value: (bytes: [UInt8], length: Int)?, _ column: Column, nullText: String, dialect: Dialect
    ) -> GridCell {
        guard let (bytes, length) = value else {
            return GridCell(text: nullText, width: DisplayWidth.of(nullText), isNull: true)
        }
        let isCut = bytes.count < length
        let text: String
        if column.kind == .bytes, dialect == .mysql {
            text = "0x" + hexadecimal(bytes.prefix(256))
        } else {
            text = HarmlessText.of(String(decoding: isCut ? whole(bytes) : bytes[...], as: UTF8.self))
        }
        return GridCell(text: text, width: DisplayWidth.of(text) + (isCut ? 1 : 0), isCut: isCut)
    }

    /// Without the beginning of a character that was cut.
    private static func whole(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var end = bytes.count
        while end > 0, bytes.count - end < 3, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        if end > 0, bytes[end - 1] >= 0xC0 { return bytes[..<(end - 1)] }
        return bytes[...]
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(text)
    }
}

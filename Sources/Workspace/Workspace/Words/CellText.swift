import Results
import SQLWire
import TerminalUI

/// Values for a grid: on one line, harmless, and cut to the visible part.
enum CellText {
    /// A column's name.
    static func name(_ column: Column) -> String {
        HarmlessText.of(String(decoding: column.name.prefix(256), as: UTF8.self))
    }

    /// A value; nil means NULL.
    static func cell(
        _ value: ResultPage.Cell?, _ column: Column, nullText: String, dialect: Dialect
    ) -> GridCell {
        guard let value else {
            return GridCell(text: nullText, width: DisplayWidth.of(nullText), isNull: true)
        }
        let (bytes, isCut) = (value.bytes, value.isCut)
        let text: String
        if column.kind == .bytes, dialect == .mysql {
            text = "0x" + hexadecimal(bytes.prefix(256))
        } else {
            text = HarmlessText.of(String(decoding: isCut ? whole(bytes) : bytes, as: UTF8.self))
        }
        return GridCell(text: text, width: DisplayWidth.of(text) + (isCut ? 1 : 0), isCut: isCut)
    }

    /// The bytes without an incomplete last character.
    static func whole(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let tail = bytes.suffix(4)
        guard let lead = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[lead] >= 0xC0 else { return bytes }
        return bytes[..<lead]
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

import JSON
import SQLWire
import TerminalUI

/// A complete value: JSON laid out in lines, bytes as hex, text unchanged.
enum FullCell {
    /// The maximum number of shown bytes; an export contains the whole value.
    static let mostBytes = 1 << 20
    /// The maximum number of JSON bytes laid out in lines: more would block the key press for too long.
    static let mostJSON = 256 << 10

    static func lines(_ value: [UInt8]?, length: Int, _ column: Column, _ dialect: Dialect) -> [SheetLine] {
        guard let value else { return [SheetLine("NULL", .dim)] }
        var lines: [SheetLine]
        if column.kind == .bytes {
            lines = hexDump(bytes(of: value, dialect))
        } else if length <= mostJSON, column.kind == .json || looksLikeJSON(value),
            let pretty = JSONText.pretty(value, limit: 4 * mostBytes)
        {
            lines = split(pretty)
        } else {
            lines = split(value)
        }
        if value.count < length {
            lines.append(
                SheetLine("… \(Count.grouped(size(length, column, dialect))) bytes in all; an export has them", .dim))
        }
        return lines.isEmpty ? [SheetLine("(empty)", .dim)] : lines
    }

    /// The size of a value on the server; PostgreSQL's text form has two digits for each byte.
    static func size(_ length: Int, _ column: Column, _ dialect: Dialect) -> Int {
        column.kind == .bytes && dialect == .postgresql ? max(0, length - 2) / 2 : length
    }

    private static func split(_ bytes: [UInt8]) -> [SheetLine] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { SheetLine(String(decoding: $0, as: UTF8.self)) }
    }

    private static func looksLikeJSON(_ value: [UInt8]) -> Bool {
        let first = value.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// PostgreSQL's text form of bytes is `\x…`.
    private static func bytes(of value: [UInt8], _ dialect: Dialect) -> [UInt8] {
        guard dialect == .postgresql, value.starts(with: Array("\\x".utf8)) else { return value }
        let digits = value.dropFirst(2).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x57
            case 0x41...0x46: byte - 0x37
            default: 0
            }
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func hexDump(_ bytes: [UInt8]) -> [SheetLine] {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let part = bytes[start..<min(start + 16, bytes.count)]
            let offset = String(start, radix: 16)
            let hex = stride(from: part.startIndex, to: part.endIndex, by: 2).map { index in
                CellText.hexadecimal(part[index..<min(index + 2, part.endIndex)])
            }.joined(separator: " ")
            let text = part.map { (0x20..<0x7F).contains($0) ? String(Unicode.Scalar($0)) : "." }.joined()
            let gap = String(repeating: " ", count: max(2, 41 - hex.count))
            return SheetLine(String(repeating: "0", count: max(0, 8 - offset.count)) + offset + "  " + hex + gap + text)
        }
    }
}

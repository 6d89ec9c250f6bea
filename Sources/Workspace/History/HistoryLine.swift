import Timestamps

/// An entry as a line of the file: seconds since 1970, `+`, `-` or `?`, the cluster, the statement and a full stop,
/// separated by tabs. A line without the full stop was cut by a crash. Separators and all other control characters are
/// escaped, so that the file is safe to view in a pager.
enum HistoryLine {
    static func bytes(of entry: HistoryEntry) -> [UInt8] {
        var line = Array(String(entry.time.secondsSince1970).utf8)
        line.append(0x09)
        line.append(entry.succeeded.map { $0 ? 0x2B : 0x2D } ?? 0x3F)
        line.append(0x09)
        append(entry.cluster, to: &line)
        line.append(0x09)
        append(entry.statement, to: &line)
        return line + [0x09, stop]
    }

    /// Parses a line; nil for anything else.
    static func entry(_ line: ArraySlice<UInt8>) -> HistoryEntry? {
        let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard fields.count == 5, fields[4].elementsEqual([stop]),
            let seconds = String(validating: fields[0], as: UTF8.self).flatMap({ Int64($0) }),
            fields[1].count == 1, let outcome = fields[1].first,
            let cluster = text(of: fields[2]), let statement = text(of: fields[3]), !statement.isEmpty
        else { return nil }
        let succeeded: Bool?
        switch outcome {
        case 0x2B: succeeded = true
        case 0x2D: succeeded = false
        case 0x3F: succeeded = nil
        default: return nil
        }
        return HistoryEntry(
            statement: statement, cluster: cluster, time: Timestamp(secondsSince1970: seconds), succeeded: succeeded)
    }

    private static func append(_ text: String, to line: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case 0x0A: line += "\\n".utf8
            case 0x09: line += "\\t".utf8
            case 0x5C: line += "\\\\".utf8
            case 0..<0x20, 0x7F: line += [0x5C, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: line.append(byte)
            }
        }
    }

    private static func text(of field: ArraySlice<UInt8>) -> String? {
        guard field.contains(0x5C) else { return String(validating: field, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(field.count)
        var index = field.startIndex
        while index < field.endIndex {
            guard field[index] == 0x5C else {
                bytes.append(field[index])
                index += 1
                continue
            }
            guard index + 1 < field.endIndex else { return nil }
            switch field[index + 1] {
            case 0x6E: bytes.append(0x0A)
            case 0x74: bytes.append(0x09)
            case 0x5C: bytes.append(0x5C)
            case 0x78:
                guard index + 3 < field.endIndex, let high = digits.firstIndex(of: field[index + 2]),
                    let low = digits.firstIndex(of: field[index + 3])
                else { return nil }
                bytes.append(UInt8(high << 4 | low))
                index += 2
            default: return nil
            }
            index += 2
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static let stop = UInt8(ascii: ".")
    private static let digits = Array("0123456789abcdef".utf8)
}

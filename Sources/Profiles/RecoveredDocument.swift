import TOML

/// A TOML text read in spite of mistakes: a cluster's block that is not TOML, or that stands twice, is set aside, and
/// the rest is read again.
struct RecoveredDocument {
    let root: TOMLTable
    /// Set aside blocks of clusters, each with its error.
    let broken: [(position: SourcePosition, entry: ProfileFile.Entry)]
    /// Errors outside such blocks.
    let issues: [SourceIssue]

    /// Blocks that are set aside before the file as a whole is given up.
    private static let mostBlocks = 16

    init(parsing bytes: [UInt8], file: String) {
        var bytes = bytes
        var broken: [(position: SourcePosition, entry: ProfileFile.Entry)] = []
        var first: SourceIssue?
        for _ in 0...Self.mostBlocks {
            do {
                root = try TOMLDocument(parsing: bytes).root
                self.broken = broken
                issues = []
                return
            } catch {
                let issue = SourceIssue(
                    file: file, position: error.position, message: Self.inOneLine(error.reason))
                first = first ?? issue
                guard let block = ClusterBlock(around: error.position.line, in: bytes) else { break }
                bytes.replaceSubrange(block.range, with: bytes[block.range].map { $0 == newline ? newline : blank })
                let position = SourcePosition(line: block.line, column: 1)
                broken.append((position, .broken(name: block.name, issues: [issue])))
            }
        }
        root = .empty
        self.broken = []
        issues = first.map { [$0] } ?? []
    }

    private static func inOneLine(_ reason: String) -> String {
        reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// The lines from a `[clusters.NAME]` header up to the next header.
private struct ClusterBlock {
    let name: String
    /// The header's line.
    let line: Int
    let range: Range<Int>

    /// The block in which `line` stands; nil outside of all.
    init?(around line: Int, in bytes: [UInt8]) {
        var start: (offset: Int, line: Int, name: String?)?
        var end = bytes.count
        var number = 1
        var offset = 0
        while offset < bytes.count {
            let next = bytes[offset...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
            if bytes[offset] == UInt8(ascii: "[") {
                if number > line {
                    end = offset
                    break
                }
                start = (offset, number, Self.clusterName(bytes[offset..<next]))
            }
            offset = next
            number += 1
        }
        guard let start, let name = start.name else { return nil }
        self.name = name
        self.line = start.line
        range = start.offset..<end
    }

    /// The name in a line that begins with `[clusters.`.
    private static func clusterName(_ line: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("[clusters.") else { return nil }
        let rest = text.dropFirst("[clusters.".count)
        let name = rest.prefix { $0 != "]" && !$0.isNewline }.filter { $0 != "\"" && $0 != "'" }
        return name.isEmpty ? nil : String(name.prefix(64))
    }
}

private let newline = UInt8(ascii: "\n")
private let blank = UInt8(ascii: " ")

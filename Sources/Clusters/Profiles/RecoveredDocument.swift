import TOML

/// A TOML text read in spite of errors: if the whole text is not TOML, each cluster's block is parsed by itself.
struct RecoveredDocument {
    let root: TOMLTable
    /// Blocks of clusters that are not TOML or are defined twice, each with its error.
    let broken: [(position: SourcePosition, entry: ProfileFile.Entry)]
    /// Errors outside such blocks; then nothing was read.
    let issues: [SourceIssue]

    init(parsing bytes: [UInt8], file: String) {
        do {
            root = try TOMLDocument(parsing: bytes).root
            (broken, issues) = ([], [])
        } catch {
            var blocks = BlockReader(file: file)
            for block in TextBlock.blocks(of: bytes) { blocks.read(block, bytes) }
            // A broken [defaults] might have contained `read_only`: then no cluster is used.
            if let first = blocks.issues.first {
                root = TOMLTable(entries: [])
                (broken, issues) = ([], [first])
            } else if blocks.root.entries.isEmpty && blocks.broken.isEmpty {
                root = TOMLTable(entries: [])
                (broken, issues) = ([], [SourceIssue(file: file, error)])
            } else {
                (root, broken, issues) = (blocks.root, blocks.broken, [])
            }
        }
    }
}

/// The lines from one that begins with `[` to the next such line.
private struct TextBlock {
    let range: Range<Int>
    /// The first line's number.
    let line: Int
    /// The cluster in the first line's header.
    let cluster: String?

    static func blocks(of bytes: [UInt8]) -> [TextBlock] {
        var result: [TextBlock] = []
        var start = 0
        var startLine = 1
        var line = 1
        var offset = 0
        func add(upTo end: Int) {
            guard start < end else { return }
            result.append(TextBlock(range: start..<end, line: startLine, cluster: cluster(bytes[start..<end])?.name))
        }
        while offset < bytes.count {
            let first = bytes[offset...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            if first == UInt8(ascii: "["), !isPart(bytes[offset...], of: bytes[start..<offset]) {
                add(upTo: offset)
                (start, startLine) = (offset, line)
            }
            offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            line += 1
        }
        add(upTo: bytes.count)
        return result
    }

    /// Whether a text begins with an inner table of the cluster of a block.
    private static func isPart(_ text: ArraySlice<UInt8>, of block: ArraySlice<UInt8>) -> Bool {
        guard let inner = cluster(text), inner.isInner else { return false }
        return cluster(block)?.name == inner.name
    }

    /// The `x` of a header `[clusters.x]` or `[clusters.x.y]`, with any spacing and quoting, and whether it is the latter.
    private static func cluster(_ block: ArraySlice<UInt8>) -> (name: String, isInner: Bool)? {
        let line = String(decoding: block.prefix { $0 != UInt8(ascii: "\n") }.prefix(200), as: UTF8.self)
        let inner = line.drop { $0 == "[" || $0.isWhitespace }.prefix { $0 != "]" && $0 != "#" }
        var parts = [""]
        var quote: Character?
        for character in inner {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            } else if quote == nil, character == "." {
                parts.append("")
            } else if quote != nil || !character.isWhitespace {
                parts[parts.count - 1].append(character)
            }
        }
        guard parts.count > 1, parts[0] == "clusters", !parts[1].isEmpty else { return nil }
        return (parts[1], parts.count > 2)
    }
}

/// Parses blocks one after the other and combines their content.
private struct BlockReader {
    let file: String
    private(set) var broken: [(position: SourcePosition, entry: ProfileFile.Entry)] = []
    private(set) var issues: [SourceIssue] = []
    private var clusters: [TOMLTable.Entry] = []
    private var others: [TOMLTable.Entry] = []

    init(file: String) {
        self.file = file
    }

    var root: TOMLTable {
        guard let first = clusters.first else { return TOMLTable(entries: others) }
        let table = TOMLValue(content: .table(TOMLTable(entries: clusters)), position: first.position)
        return TOMLTable(entries: others + [.init(key: "clusters", position: first.position, value: table)])
    }

    mutating func read(_ block: TextBlock, _ bytes: [UInt8]) {
        do {
            for entry in try TOMLDocument(parsing: bytes[block.range], firstLine: block.line).root.entries {
                add(entry)
            }
        } catch {
            let issue = SourceIssue(file: file, error)
            if let name = block.cluster {
                broken.append((SourcePosition(line: block.line, column: 1), .broken(name: name, issues: [issue])))
            } else {
                issues.append(issue)
            }
        }
    }

    private mutating func add(_ entry: TOMLTable.Entry) {
        guard entry.key == "clusters", case .table(let table) = entry.value.content else {
            if let other = others.first(where: { $0.key == entry.key }) {
                issues.append(repetition(of: "[\(entry.key)]", at: entry.position, after: other.position))
            }
            others.append(entry)
            return
        }
        for cluster in table.entries {
            if let place = clusters.firstIndex(where: { $0.key == cluster.key }),
                let merged = clusters[place].adding(cluster)
            {
                clusters[place] = merged
            } else if let other = clusters.first(where: { $0.key == cluster.key }) {
                let issue = repetition(of: "cluster `\(cluster.key)`", at: cluster.position, after: other.position)
                broken.append((cluster.position, .broken(name: cluster.key, issues: [issue])))
            } else {
                clusters.append(cluster)
            }
        }
    }

    private func repetition(
        of what: String, at position: SourcePosition, after other: SourcePosition
    ) -> SourceIssue {
        SourceIssue(
            file: file, position: position, message: "\(what) stands twice; the first is in line \(other.line)",
            suggestion: "rename or remove one of them")
    }
}

extension TOMLTable.Entry {
    /// The table with another table's inner tables, if that contains nothing else and repeats none.
    fileprivate func adding(_ other: TOMLTable.Entry) -> TOMLTable.Entry? {
        guard case .table(let own) = value.content, case .table(let more) = other.value.content else { return nil }
        let areTables = more.entries.allSatisfy { entry in
            if case .table = entry.value.content { own[entry.key] == nil } else { false }
        }
        guard areTables, !more.entries.isEmpty else { return nil }
        let table = TOMLTable(entries: own.entries + more.entries)
        return .init(key: key, position: position, value: TOMLValue(content: .table(table), position: value.position))
    }
}

extension SourceIssue {
    fileprivate init(file: String, _ error: TOMLError) {
        let reason = error.reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        self.init(file: file, position: error.position, message: reason, suggestion: "correct the TOML of this line")
    }
}

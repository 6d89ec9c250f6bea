/// A run of lines.
struct TextChunk: Sendable {
    /// A longer chunk is split into halves.
    static let mostLines = 512

    var lines: [String]
    /// The bytes of the lines, each with a line feed.
    var bytes: Int

    init(_ lines: [String]) {
        self.lines = lines
        bytes = lines.reduce(lines.count) { $0 + $1.utf8.count }
    }

    static func chunks(of lines: [String]) -> [TextChunk] {
        guard lines.count > mostLines else { return [TextChunk(lines)] }
        let size = mostLines / 2
        return stride(from: 0, to: lines.count, by: size).map { start in
            TextChunk(Array(lines[start..<min(start + size, lines.count)]))
        }
    }
}

/// The position of a chunk's first line.
struct ChunkStart: Sendable {
    var line: Int
    var byte: Int
}

extension TextBuffer {
    /// The chunk of a line, and the line's number in it.
    func locate(_ number: Int) -> (chunk: Int, line: Int)? {
        guard number >= 0, number < lineCount else { return nil }
        let chunk = lastStart { $0.line <= number }
        return (chunk, number - starts[chunk].line)
    }

    /// The index of the last chunk for which `before` is true.
    func lastStart(where before: (ChunkStart) -> Bool) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if before(starts[middle]) { low = middle } else { high = middle }
        }
        return low
    }

    mutating func replaceInLine(_ place: (chunk: Int, line: Int), _ from: Int, _ to: Int, with text: String) {
        let growth = text.utf8.count - (to - from)
        chunks[place.chunk].bytes += growth
        byteCount += growth
        for index in starts.indices.dropFirst(place.chunk + 1) { starts[index].byte += growth }
        TextBuffer.replace(from, to, of: &chunks[place.chunk].lines[place.line], with: text)
    }

    /// Changes the line in place: there must be no other copy of it here.
    private static func replace(_ from: Int, _ to: Int, of line: inout String, with text: String) {
        line.replaceSubrange(line.byteIndex(from)..<line.byteIndex(to), with: text)
    }

    /// Replaces the lines from `first` to `last` by `lines`.
    mutating func replaceLines(_ first: Int, _ last: Int, with lines: [String]) {
        guard let from = locate(first), let to = locate(last) else { return }
        if from.chunk == to.chunk {
            chunks[from.chunk].lines.replaceSubrange(from.line...to.line, with: lines)
            let changed = chunks[from.chunk].lines
            chunks.replaceSubrange(from.chunk...from.chunk, with: TextChunk.chunks(of: changed))
        } else {
            let all = chunks[from.chunk].lines[..<from.line] + lines + chunks[to.chunk].lines[(to.line + 1)...]
            chunks.replaceSubrange(from.chunk...to.chunk, with: TextChunk.chunks(of: Array(all)))
        }
        recount()
    }

    /// Recomputes the starts of the chunks.
    mutating func recount() {
        var next = ChunkStart(line: 0, byte: 0)
        starts.removeAll(keepingCapacity: true)
        for chunk in chunks {
            starts.append(next)
            next.line += chunk.lines.count
            next.byte += chunk.bytes
        }
        lineCount = next.line
        byteCount = next.byte - 1
    }
}

import SQLWire

/// The part of a script that was fed but not scanned yet.
struct ScriptInput: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The scanner's position in `bytes`.
    var position = 0
    private(set) var isFinished = false
    /// The number of bytes of the script before `bytes`.
    private(set) var base = 0
    /// The range from `searchedFrom` to here contains no line feed.
    private var searched = 0
    private var searchedFrom = 0

    mutating func append(_ more: UnsafeRawBufferPointer) {
        guard !isFinished else { return }
        // Only if it is the larger part, so that each byte is moved only a few times.
        if position > bytes.count / 2 || position == bytes.count { drop(position) }
        bytes.append(contentsOf: more)
    }

    mutating func finish() {
        isFinished = true
    }

    mutating func removeRest() {
        base += position
        bytes.removeAll()
        position = 0
        isFinished = true
        (searched, searchedFrom) = (0, 0)
    }

    /// Inserts `earlier` before the unscanned part.
    mutating func unread(_ earlier: [UInt8]) {
        base += position - earlier.count
        bytes.replaceSubrange(..<position, with: earlier)
        position = 0
        (searched, searchedFrom) = (0, 0)
    }

    /// The end of the line that contains `start`: its line feed, or the end of the script. Nil if it was not fed yet.
    mutating func endOfLine(from start: Int) -> Int? {
        var index = searchedFrom <= start && start <= searched ? searched : start
        let end = bytes.withUnsafeBufferPointer { bytes in
            while index < bytes.count, bytes[index] != Byte.lineFeed { index += 1 }
            return index
        }
        (searchedFrom, searched) = (start, end)
        return end < bytes.count || isFinished ? end : nil
    }

    private mutating func drop(_ count: Int) {
        if count == bytes.count {
            bytes.removeAll(keepingCapacity: count <= 1 << 20)
        } else {
            bytes.removeSubrange(..<count)
        }
        base += count
        position = 0
        searchedFrom = max(0, searchedFrom - count)
        searched = max(0, searched - count)
    }
}

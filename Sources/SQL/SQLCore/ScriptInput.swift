/// The part of a script that was fed and is not scanned yet.
struct ScriptInput: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Everything before it is scanned.
    var position = 0
    private(set) var isFinished = false
    /// How many bytes of the script come before `bytes`.
    private(set) var base = 0
    /// There is no line feed from `searchedFrom` to here.
    private var searched = 0
    private var searchedFrom = 0

    mutating func append(_ more: UnsafeRawBufferPointer) {
        guard !isFinished else { return }
        // Only when it is the larger part, so that every byte is moved a few times at most.
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

    /// Puts `earlier` before what is not scanned.
    mutating func unread(_ earlier: [UInt8]) {
        base += position - earlier.count
        bytes.replaceSubrange(..<position, with: earlier)
        position = 0
        (searched, searchedFrom) = (0, 0)
    }

    /// Where the line that `start` is in ends: at its line feed, or at the script's end. `nil`: that was not fed yet.
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

/// A control sequence of a terminal: its parameters and its final character. Source: ECMA-48, 5.4.
struct ControlSequence {
    /// What bytes that begin with Esc and `[` or `O` are.
    enum Reading {
        case whole(ControlSequence, count: Int)
        /// Bytes that are no sequence, without the one that shows it.
        case broken(count: Int)
        /// Its end has not come yet.
        case cut
    }

    /// Whether it began with `O` instead of `[`.
    var isShort = false
    /// `?`, `<`, `>` or `=`, which mark what is nobody's key but the mouse's.
    var mark: UInt8?
    /// Numbers, each with its parts.
    var numbers: [[Int?]] = []
    /// Bytes between the numbers and the end.
    var intermediates: [UInt8] = []
    var final: UInt8 = 0
    /// The three bytes of a mouse that has no numbers.
    var mouseBytes: [UInt8] = []

    private static let longest = 256

    /// Reads one from its Esc on.
    static func read(_ bytes: ArraySlice<UInt8>, hasByteMouse: Bool) -> Reading {
        let start = bytes.startIndex
        var sequence = ControlSequence()
        sequence.isShort = bytes[start + 1] == UInt8(ascii: "O")
        var index = start + 2
        var body: [UInt8] = []
        while index < bytes.endIndex {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x3F where sequence.intermediates.isEmpty:
                body.append(byte)
            case 0x20...0x2F where !sequence.isShort: sequence.intermediates.append(byte)
            case 0x40...0x7E:
                index += 1
                sequence.final = byte
                sequence.takeParameters(body)
                return sequence.finished(bytes, at: index, hasByteMouse: hasByteMouse)
            // What is no part of one breaks it off, and is a key of its own.
            default: return .broken(count: index - start)
            }
            index += 1
            if index - start > Self.longest { return .broken(count: index - start) }
        }
        return .cut
    }

    /// Sequences that go on behind their final character.
    private func finished(_ bytes: ArraySlice<UInt8>, at end: Int, hasByteMouse: Bool) -> Reading {
        var sequence = self
        let isBare = !isShort && numbers.isEmpty && mark == nil && intermediates.isEmpty
        let count = end - bytes.startIndex
        if isBare, final == UInt8(ascii: "[") {
            // The Linux console's F1 to F5. Source: console_codes(4).
            guard end < bytes.endIndex else { return .cut }
            guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(bytes[end]) else { return .broken(count: count) }
            sequence.intermediates = [UInt8(ascii: "[")]
            sequence.final = bytes[end]
            return .whole(sequence, count: count + 1)
        }
        if isBare, final == UInt8(ascii: "M"), hasByteMouse {
            guard end + 3 <= bytes.endIndex else { return .cut }
            sequence.mouseBytes = Array(bytes[end..<end + 3])
            return .whole(sequence, count: count + 3)
        }
        return .whole(sequence, count: count)
    }

    private mutating func takeParameters(_ body: [UInt8]) {
        var body = body[...]
        if let first = body.first, (0x3C...0x3F).contains(first) {
            mark = first
            body = body.dropFirst()
        }
        guard !body.isEmpty else { return }
        numbers = body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { parameter in
            parameter.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { digits in
                Int(String(decoding: digits, as: UTF8.self))
            }
        }
    }

    /// Whether pasted text follows.
    var isPasteStart: Bool { final == UInt8(ascii: "~") && mark == nil && number(0) == 200 && numbers.count == 1 }

    /// Whether it is what no person types after Esc: an arrow, a function key, what has a number, a paste's bracket.
    var isUnmistakable: Bool {
        if isPasteStart { return true }
        guard let input = input(hasMouse: false), case .key(let key) = input else { return false }
        if case .character = key { return false }
        return true
    }

    /// A number, or a part of it; nil where it is not there.
    func number(_ index: Int, part: Int = 0) -> Int? {
        guard numbers.indices.contains(index), numbers[index].indices.contains(part) else { return nil }
        return numbers[index][part]
    }
}

/// A control sequence of a terminal: its parameters and its final byte. Source: ECMA-48, 5.4.
struct ControlSequence {
    /// The result of parsing bytes that begin with Esc and `[` or `O`.
    enum Reading {
        case whole(ControlSequence, count: Int)
        /// The number of bytes that are no sequence, without the byte that ends them.
        case broken(count: Int)
        /// The sequence is incomplete.
        case cut
    }

    /// Whether it begins with `O` instead of `[`.
    var isShort = false
    /// `?`, `<`, `>` or `=`; of these, only `<` can be input: a mouse event.
    var mark: UInt8?
    /// The numbers, each with its sub-parameters.
    var numbers: [[Int?]] = []
    /// The bytes between the numbers and the final byte.
    var intermediates: [UInt8] = []
    var final: UInt8 = 0
    /// The three bytes of a mouse event without numbers.
    var mouseBytes: [UInt8] = []

    private static let longest = 256

    /// Parses a sequence that begins at its Esc.
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
            // An invalid byte aborts the sequence and is an input of its own.
            default: return .broken(count: index - start)
            }
            index += 1
            if index - start > Self.longest { return .broken(count: index - start) }
        }
        return .cut
    }

    /// Completes sequences that continue after their final byte.
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

    /// Whether a user cannot have typed it after Esc: an arrow, a function key, a sequence with a number, the start of
    /// a paste.
    var isUnmistakable: Bool {
        if isPasteStart { return true }
        guard let input = input(hasMouse: false), case .key(let key) = input else { return false }
        if case .character = key { return false }
        return true
    }

    /// A number or sub-parameter; nil when it is missing.
    func number(_ index: Int, part: Int = 0) -> Int? {
        guard numbers.indices.contains(index), numbers[index].indices.contains(part) else { return nil }
        return numbers[index][part]
    }
}

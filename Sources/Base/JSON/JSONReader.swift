/// Reads JSON token by token and validates it. Source: RFC 8259.
///
/// It does not recurse, so deeply nested text cannot overflow the stack.
struct JSONReader {
    enum Piece: Equatable {
        case beginObject
        /// The range of a member's name, without the quotes.
        case name(Range<Int>)
        case endObject
        case beginArray
        case endArray
        /// The range of a string's characters, without the quotes.
        case text(Range<Int>)
        /// The range of a number.
        case number(Range<Int>)
        case bool(Bool)
        case null
    }

    private enum Expectation {
        case value, valueOrEnd, name, nameOrEnd, commaOrEnd, nothing
    }

    private let bytes: UnsafeRawBufferPointer
    private let deepest: Int
    private var index = 0
    private var expectation = Expectation.value
    /// One element for each open container: whether it is an object.
    private var open: [Bool] = []

    init(_ bytes: UnsafeRawBufferPointer, deepest: Int) {
        self.bytes = bytes
        self.deepest = deepest
    }

    /// Whether the text was exactly one value, and `next` has returned all of it.
    private(set) var isComplete = false

    /// The next token; nil at the end, and when the text is not JSON.
    mutating func next() -> Piece? {
        skipBlanks()
        switch expectation {
        case .nothing:
            isComplete = index == bytes.count
            return nil
        case .commaOrEnd:
            if take(UInt8(ascii: ",")) {
                skipBlanks()
                return open.last == true ? name() : value()
            }
            return end()
        case .nameOrEnd:
            if byte == UInt8(ascii: "}") { return end() }
            return name()
        case .valueOrEnd:
            if byte == UInt8(ascii: "]") { return end() }
            return value()
        case .name: return name()
        case .value: return value()
        }
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
        guard byte == wanted else { return false }
        index += 1
        return true
    }

    private mutating func name() -> Piece? {
        guard let range = string() else { return nil }
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { return nil }
        expectation = .value
        return .name(range)
    }

    private mutating func end() -> Piece? {
        guard let isObject = open.last, take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return nil }
        open.removeLast()
        leaveValue()
        return isObject ? .endObject : .endArray
    }

    private mutating func leaveValue() {
        expectation = open.isEmpty ? .nothing : .commaOrEnd
    }

    private mutating func value() -> Piece? {
        let piece: Piece?
        switch byte {
        case UInt8(ascii: "{"): return begin(isObject: true)
        case UInt8(ascii: "["): return begin(isObject: false)
        case UInt8(ascii: "\""): piece = string().map { .text($0) }
        case UInt8(ascii: "t"): piece = takeWord("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): piece = takeWord("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): piece = takeWord("null") ? .null : nil
        default: piece = number().map { .number($0) }
        }
        leaveValue()
        return piece
    }

    private mutating func begin(isObject: Bool) -> Piece? {
        guard open.count < deepest else { return nil }
        index += 1
        open.append(isObject)
        expectation = isObject ? .nameOrEnd : .valueOrEnd
        return isObject ? .beginObject : .beginArray
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let word = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[index...].starts(with: word) else { return false }
        index += word.count
        return true
    }

    private mutating func number() -> Range<Int>? {
        let start = index
        _ = take(UInt8(ascii: "-"))
        // No digit follows a leading zero.
        if !take(UInt8(ascii: "0")), !skipDigits() { return nil }
        if take(UInt8(ascii: ".")), !skipDigits() { return nil }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() else { return nil }
        }
        return start..<index
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte, byte &- 48 < 10 { index += 1 }
        return index > start
    }

    private mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        var isASCII = true
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let range = start..<index
                index += 1
                return isASCII || isText(range) ? range : nil
            case UInt8(ascii: "\\"):
                guard skipEscape() else { return nil }
            case 0..<0x20: return nil
            case 0x20..<0x80: index += 1
            default:
                isASCII = false
                index += 1
            }
        }
        return nil
    }

    private func isText(_ range: Range<Int>) -> Bool {
        String(validating: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self) != nil
    }

    private mutating func skipEscape() -> Bool {
        index += 1
        guard let letter = byte else { return false }
        index += 1
        switch letter {
        case UInt8(ascii: "u"):
            guard index + 4 <= bytes.count else { return false }
            for digit in bytes[index..<index + 4] {
                guard digit &- 0x30 < 10 || (digit | 0x20) &- 0x61 < 6 else { return false }
            }
            index += 4
            return true
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        default: return false
        }
    }
}

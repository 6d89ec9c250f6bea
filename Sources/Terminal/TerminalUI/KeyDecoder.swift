/// Decodes the bytes of a terminal into input. Characters are UTF-8 in every locale. It knows the sequences of the
/// terminal's description, other common sequences, and pasted text. It swallows the terminal's replies and unknown
/// sequences completely, however they are split, so that no part of them acts as keys.
public struct KeyDecoder: Sendable {
    /// The text of a running paste; nil outside of a paste.
    private var paste: PastedText?
    /// Bytes at the end of the input that are incomplete: a part of a character, a sequence, or the end of a paste.
    private var rest: [UInt8] = []
    /// Whether the input is inside a control string, which is swallowed.
    private var isInString = false
    /// The time at which the rest is decoded as it is, in nanoseconds of the monotonic clock.
    private var patienceEnds: Int64 = 0
    /// Whether the Esc of the rest was already reported, because the next byte came late.
    private var isLate = false
    /// The last time when Esc was reported because no byte followed it.
    private var escapedAt: Int64 = -1_000_000_000_000
    private let sequences: KeySequences
    private let waits: KeyWaits
    private static let escape: UInt8 = 0x1B
    private static let closing = Array("\u{1B}[201~".utf8)

    /// A decoder of a new stream.
    ///
    /// - Parameters:
    ///   - sequences: The sequences of the terminal's description.
    ///   - waits: The maximum times between bytes.
    public init(_ sequences: KeySequences = KeySequences(), waits: KeyWaits = KeyWaits()) {
        self.sequences = sequences
        self.waits = waits
    }

    /// Whether a paste is incomplete.
    public var isPasting: Bool { paste != nil }

    /// The number of bytes of that paste so far.
    public var pastedByteCount: Int { paste?.byteCount ?? 0 }

    /// The time at which `take` must be called even without new bytes, in nanoseconds of the monotonic clock; nil when
    /// the input is complete.
    public var deadline: Int64? { rest.isEmpty && !isInString && paste == nil ? nil : patienceEnds }

    /// Decodes bytes that arrived together; a complete key is never held back for later bytes.
    public mutating func decode(_ arrived: [UInt8]) -> [Input] {
        let inputs = take(arrived, at: 0)
        let isKey =
            paste == nil && !isInString && rest.first == Self.escape && rest.count < 3 && (rest.last ?? 0) < 0x80
        return isKey ? inputs + tellRest() : inputs
    }

    /// Decodes the bytes that arrived by `now`, possibly none: then incomplete input whose time is over is decoded as
    /// it is.
    public mutating func take(_ arrived: [UInt8], at now: Int64) -> [Input] {
        var inputs: [Input] = []
        // The bytes may have arrived in time although this call is late.
        if let deadline, now >= deadline + (arrived.isEmpty ? 0 : waits.escape) {
            if rest == [Self.escape], !isInString, paste == nil { escapedAt = now }
            inputs += tellRest()
        }
        if arrived.isEmpty { return inputs }
        if paste != nil, isAskedToEnd(by: arrived) {
            inputs += endPaste()
        } else {
            inputs += decoded(arrived, now)
        }
        patienceEnds = now + wait
        return inputs
    }

    /// Discards an incomplete character or sequence.
    public mutating func dropRest() {
        if !isPasting { (rest, isInString, isLate) = ([], false, false) }
    }

    private mutating func decoded(_ arrived: [UInt8], _ now: Int64) -> [Input] {
        let begins = arrived[0] == UInt8(ascii: "[") || arrived[0] == UInt8(ascii: "O")
        if begins, rest.isEmpty, !isInString, paste == nil, now - escapedAt < waits.late {
            (rest, isLate) = ([Self.escape], true)
        }
        var bytes = rest.isEmpty ? arrived : rest + arrived
        rest = []
        if isLate {
            switch ControlSequence.read(bytes[...], hasByteMouse: false) {
            case .cut:
                rest = bytes
                return []
            case .whole(let sequence, _) where sequence.isUnmistakable: break
            // Two inputs: Esc, then this character.
            default: bytes.removeFirst()
            }
            isLate = false
        }
        var result: [Input] = []
        var index = 0
        while index < bytes.count {
            if paste != nil {
                takePasted(bytes, &index, into: &result)
            } else if isInString {
                skipString(bytes, &index)
            } else {
                let start = index
                guard takeKey(bytes, &index, into: &result) else {
                    rest = Array(bytes[start...])
                    break
                }
            }
        }
        return result
    }

    // MARK: Waiting

    /// Nanoseconds to wait for the next byte.
    private var wait: Int64 {
        if paste != nil { return waits.paste }
        if isInString { return waits.string }
        if isLate, rest.count == 2 { return waits.late }
        switch rest {
        case [Self.escape]: return waits.escape
        // Without more bytes these are Alt and that character; a paste begins in the same way.
        case Array("\u{1B}[".utf8), Array("\u{1B}O".utf8): return waits.introducer
        default:
            // Alt and the character that begins a control string.
            if rest.count == 2, Self.beginsString(rest[1]) { return waits.escape }
            return waits.sequence
        }
    }

    /// Decodes the rest as if no more bytes came.
    private mutating func tellRest() -> [Input] {
        defer { (rest, isInString, isLate) = ([], false, false) }
        if isLate { return rest.dropFirst().compactMap { Self.key(of: Unicode.Scalar($0)).map { .key($0) } } }
        if paste != nil { return endPaste() }
        if isInString || rest.isEmpty { return [] }
        if rest == [Self.escape] { return [.key(.escape)] }
        // Half a character or half a sequence is dropped.
        guard rest.count == 2, rest[0] == Self.escape, rest[1] < 0x80 else { return [] }
        return [.key(Self.alt(Unicode.Scalar(rest[1])))]
    }

    // MARK: Keys

    /// Consumes a key, the start of a paste, or the start of a control string. Returns false when it is incomplete.
    private mutating func takeKey(_ bytes: [UInt8], _ index: inout Int, into result: inout [Input]) -> Bool {
        guard bytes[index] == Self.escape else {
            guard let scalar = Self.scalar(bytes, &index) else { return false }
            if let key = Self.key(of: scalar) { result.append(.key(key)) }
            return true
        }
        guard index + 1 < bytes.count else { return false }
        switch sequences.match(bytes[index...]) {
        case .key(let key, let count):
            result.append(.key(key))
            index += count
            return true
        case .beginning: return false
        case .none: break
        }
        let second = bytes[index + 1]
        if second == Self.escape {
            result.append(.key(.escape))
            index += 1
            return true
        }
        if Self.beginsString(second) {
            guard index + 2 < bytes.count else { return false }
            index += 2
            isInString = true
            return true
        }
        guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else {
            let start = index
            index += 1
            guard let scalar = Self.scalar(bytes, &index) else {
                index = start
                return false
            }
            result.append(.key(Self.alt(scalar)))
            return true
        }
        return takeSequence(bytes, &index, into: &result)
    }

    /// Consumes a control sequence or a keypad key. Returns false when it is incomplete.
    private mutating func takeSequence(_ bytes: [UInt8], _ index: inout Int, into result: inout [Input]) -> Bool {
        switch ControlSequence.read(bytes[index...], hasByteMouse: sequences.hasByteMouse) {
        case .cut: return false
        case .broken(let count): index += count
        case .whole(let sequence, let count):
            index += count
            if sequence.isPasteStart {
                paste = PastedText()
            } else if let input = sequence.input(hasMouse: sequences.hasMouse || sequences.hasByteMouse) {
                result.append(input)
            }
        }
        return true
    }

    // MARK: Control strings

    /// Whether a byte after Esc begins a string that ends with `Esc \`: DCS, SOS, OSC, PM or APC. Source: ECMA-48, 5.6.
    private static func beginsString(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Swallows a control string to its end: `Esc \`, BEL as in xterm, or a byte that aborts it.
    private mutating func skipString(_ bytes: [UInt8], _ index: inout Int) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x07, 0x18, 0x1A:
                index += 1
                isInString = false
                return
            case Self.escape:
                guard index + 1 < bytes.count else {
                    rest = [Self.escape]
                    index += 1
                    return
                }
                isInString = false
                // Any other byte after Esc begins a new sequence.
                if bytes[index + 1] == UInt8(ascii: "\\") { index += 2 }
                return
            default: index += 1
            }
        }
    }

    // MARK: Pastes

    /// Consumes pasted text up to the closing bracket and reports it as a whole.
    private mutating func takePasted(_ bytes: [UInt8], _ index: inout Int, into result: inout [Input]) {
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: Self.escape) ?? bytes.count
            paste?.add(bytes[index..<end])
            index = end
            guard end < bytes.count else { return }
            let ahead = bytes[end...].prefix(Self.closing.count)
            if ahead.elementsEqual(Self.closing) {
                index += ahead.count
                result += endPaste()
                return
            }
            if ahead.elementsEqual(Self.closing.prefix(ahead.count)) {
                rest = Array(ahead)
                index = bytes.count
                return
            }
            paste?.add(ahead.prefix(1))
            index += 1
        }
    }

    /// Whether the user pressed Esc twice because the end of the paste does not come. A terminal that pastes sends more
    /// bytes at once.
    private func isAskedToEnd(by arrived: [UInt8]) -> Bool {
        rest + arrived == [Self.escape, Self.escape]
    }

    private mutating func endPaste() -> [Input] {
        defer { (paste, rest) = (nil, []) }
        return paste?.inputs ?? []
    }

    // MARK: Characters

    /// One character; U+FFFD for invalid bytes; nil when it is incomplete.
    private static func scalar(_ bytes: [UInt8], _ index: inout Int) -> Unicode.Scalar? {
        let length =
            switch bytes[index] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let there = 1 + bytes[index...].prefix(length).dropFirst().prefix { $0 & 0xC0 == 0x80 }.count
        guard there == length || index + there < bytes.count else { return nil }
        defer { index += there }
        return String(validating: bytes[index..<index + there], as: UTF8.self)?.unicodeScalars.first ?? "\u{FFFD}"
    }

    /// The key for Esc followed by a character, which terminals send for Alt.
    static func alt(_ scalar: Unicode.Scalar) -> Key {
        switch key(of: scalar) {
        case .named(let name, let modifiers)?: .named(name, modifiers.union(.alt))
        case .character(let character)?: .alt(character)
        case .control(let character)?: .controlAlt(character)
        case let other?: other
        case nil: .escape
        }
    }

    /// The key of a single character.
    static func key(of scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x1B: .escape
        case 0x08, 0x7F: .named(.backspace)
        case 0x00: .control("@")
        case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
        case 0x80...0x9F: nil
        default: .character(Character(scalar))
        }
    }
}

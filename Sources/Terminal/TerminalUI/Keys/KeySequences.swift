/// The key sequences of a terminal's description.
public struct KeySequences: Sendable {
    /// The result of matching bytes.
    enum Match: Equatable {
        case key(Key, count: Int)
        /// The bytes are the beginning of a sequence.
        case beginning
        case none
    }

    private var keys: [[UInt8]: Key] = [:]
    private var beginnings: Set<[UInt8]> = []
    private var longest = 0
    /// Whether the terminal has a mouse.
    public var hasMouse = false
    /// Whether mouse events have three bytes instead of numbers. Source: user_caps(5), kmous.
    public var hasByteMouse = false

    /// Only the sequences that all terminals share.
    public init() {}

    /// Adds a sequence. One that does not begin with Esc is a character and is ignored; so is a cursor position report.
    public mutating func add(_ sequence: [UInt8], _ key: Key) {
        guard sequence.count > 2, sequence[0] == 0x1B, !Self.isReport(sequence) else { return }
        keys[sequence] = key
        longest = max(longest, sequence.count)
        for count in 2..<sequence.count { beginnings.insert(Array(sequence[..<count])) }
    }

    /// The longest sequence at the beginning of the bytes.
    func match(_ bytes: ArraySlice<UInt8>) -> Match {
        var found = Match.none
        var count = 2
        while count <= bytes.count, count <= longest {
            let part = Array(bytes.prefix(count))
            if let key = keys[part] { found = .key(key, count: count) }
            guard beginnings.contains(part) else { return found }
            count += 1
        }
        // All the bytes are the beginning of a sequence.
        guard found == .none, bytes.count >= 2, bytes.count < longest, beginnings.contains(Array(bytes)) else {
            return found
        }
        return .beginning
    }

    /// `Esc [ 24 ; 80 R`. Source: ECMA-48, CPR; xterm's F3 with modifiers looks the same.
    private static func isReport(_ sequence: [UInt8]) -> Bool {
        sequence.last == UInt8(ascii: "R") && sequence.contains(UInt8(ascii: ";"))
    }
}

/// The sequences that a terminal's description has for keys.
public struct KeySequences: Sendable {
    /// What bytes are the beginning of.
    enum Match: Equatable {
        case key(Key, count: Int)
        /// More has to come to tell.
        case beginning
        case none
    }

    private var keys: [[UInt8]: Key] = [:]
    private var beginnings: Set<[UInt8]> = []
    private var longest = 0
    /// Whether there is a mouse.
    public var hasMouse = false
    /// Whether the mouse is told in three bytes rather than in numbers. Source: user_caps(5), kmous.
    public var hasByteMouse = false

    /// None but those that all terminals have.
    public init() {}

    /// Adds one. What does not begin with Esc is a character, and a report of the cursor's place is no key.
    public mutating func add(_ sequence: [UInt8], _ key: Key) {
        guard sequence.count > 2, sequence[0] == 0x1B, !Self.isReport(sequence) else { return }
        keys[sequence] = key
        longest = max(longest, sequence.count)
        for count in 2..<sequence.count { beginnings.insert(Array(sequence[..<count])) }
    }

    /// The longest sequence that bytes begin with.
    func match(_ bytes: ArraySlice<UInt8>) -> Match {
        var found = Match.none
        var count = 2
        while count <= bytes.count, count <= longest {
            let part = Array(bytes.prefix(count))
            if let key = keys[part] { found = .key(key, count: count) }
            guard beginnings.contains(part) else { return found }
            count += 1
        }
        // All that is there is the beginning of one.
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

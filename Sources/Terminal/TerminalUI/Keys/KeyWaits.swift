/// The maximum times between the bytes of one key, in nanoseconds.
public struct KeyWaits: Sendable, Equatable {
    /// After Esc, which is also a key by itself.
    public var escape: Int64
    /// After Esc and `[` or `O`, which also mean Alt and that character.
    public var introducer: Int64
    /// Within a sequence or a character.
    public var sequence: Int64 = 2_000_000_000
    /// Within a control string; after this time the string counts as ended.
    public var string: Int64 = 1_000_000_000
    /// Within a paste; after this time the paste counts as ended.
    public var paste: Int64 = 5_000_000_000
    /// After an Esc that was reported alone: until then `[` and `O` continue its sequence.
    public var late: Int64

    /// Creates the times.
    ///
    /// - Parameter escape: Milliseconds after Esc.
    public init(escape milliseconds: Int64 = 50) {
        escape = milliseconds * 1_000_000
        introducer = max(escape, 150_000_000)
        late = max(escape, 100_000_000)
    }

    /// The times from the user's settings or for the kind of connection. Source: ncurses(3), ESCDELAY.
    ///
    /// - Parameter variables: The environment.
    public init(_ variables: [String: String]) {
        let isFar = ["SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION"].contains { variables[$0]?.isEmpty == false }
        let set = variables["ESCDELAY"].flatMap { Int64($0) }.flatMap { (0...10_000).contains($0) ? $0 : nil }
        self.init(escape: set ?? (isFar ? 100 : 50))
    }
}

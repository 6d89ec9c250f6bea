/// Splits a script into statements while it arrives.
///
/// It stores only the current statement. Call `next` until it returns nil before feeding more; a chunk may end
/// anywhere.
public protocol ScriptScanner: Sendable {
    /// A scanner at the beginning of a script.
    init()

    /// Adds a chunk of the script.
    mutating func feed(_ bytes: UnsafeRawBufferPointer)

    /// Marks the end of the script.
    mutating func finish()

    /// The next item; nil when more input is needed or, after `finish`, at the end.
    mutating func next() -> ScriptItem?

    /// Discards the unscanned part of the script, like the clients do at `\q`. An open statement still becomes the last
    /// item, because the clients run it before they exit.
    mutating func stop()

    /// The scanned bytes of the current statement: psql's query buffer.
    var openText: [UInt8] { get }

    /// The range of the last item in the script: from its first byte to the end of its terminator, or to the end of the
    /// line or the script. Not valid for text that follows a statement's data in the same line.
    var itemRange: Range<Int> { get }

    /// The current line, counted from 1; 0 before the first.
    var line: Int { get }

    /// The construct that is open at the end of the scanned part. It keeps its value after the last statement.
    var openConstruct: OpenConstruct? { get }
}

extension ScriptScanner {
    /// Adds a chunk of the script.
    public mutating func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { feed($0) }
    }

    /// All items of a whole script.
    public static func items(of script: [UInt8]) -> [ScriptItem] {
        var scanner = Self()
        scanner.feed(script)
        scanner.finish()
        var items: [ScriptItem] = []
        while let item = scanner.next() { items.append(item) }
        return items
    }
}

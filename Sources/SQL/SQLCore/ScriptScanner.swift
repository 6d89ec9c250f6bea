/// Splits a script into statements as it comes in.
///
/// Nothing but the statement that is being read is held. `next` is to be called until it answers `nil` before more is
/// fed; a chunk may end anywhere.
public protocol ScriptScanner: Sendable {
    /// A scanner at the beginning of a script.
    init()

    /// Takes more of the script.
    mutating func feed(_ bytes: UnsafeRawBufferPointer)

    /// No more will come.
    mutating func finish()

    /// The next item; `nil` when more has to be fed or, after `finish`, at the end.
    mutating func next() -> ScriptItem?

    /// Drops all of the script that was not scanned yet, as the clients do at `\q`: the open statement, if there is
    /// one, still comes as the last item, for they run it before they leave.
    mutating func stop()

    /// The bytes of the statement that is being read, as far as they are scanned: psql's query buffer.
    var openText: [UInt8] { get }

    /// Where the item that was answered last stands in the script: from its first byte to behind its terminator, or to
    /// where the line or the script ends. It does not hold for what follows a statement's data in the statement's line.
    var itemRange: Range<Int> { get }

    /// The line that is being read, counted from 1; 0 before the first.
    var line: Int { get }

    /// What the scanned part ends inside of. It keeps its value when the last statement has been answered.
    var openConstruct: OpenConstruct? { get }
}

extension ScriptScanner {
    /// Takes more of the script.
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

/// Splits a script as the mysql client does in batch mode with `--force`: comments are taken out, `DELIMITER` is obeyed.
///
/// Source: MariaDB 10.11, client/mysql.cc. Two things differ because the client's way would harm a script: optimizer
/// hints are kept, as MySQL's own client does, and a comment before a letter that is not ASCII leaves a space.
public struct MySQLScanner: ScriptScanner {
    /// The session's `NO_BACKSLASH_ESCAPES`.
    public var noBackslashEscapes = false
    /// The session's `ANSI_QUOTES`.
    public var ansiQuotes = false
    /// Whether `/*+ */` goes to the server: MySQL's client sends it, MariaDB's does not.
    public var keepsHints = true
    /// Whether psql's and the workspace's commands are known beside mysql's own: `\d NAME` describes then, and never
    /// sets the delimiter.
    public var knowsWorkspaceCommands = false
    /// The line that is being read, counted from 1.
    public internal(set) var line = 0
    /// The bytes of the open statement.
    public var openText: [UInt8] { text }
    /// Where the item that was answered last stands in the script.
    public var itemRange: Range<Int> { itemStart..<max(itemStart, input.base + input.position) }

    var input = ScriptInput()
    /// The statement up to `runStart`.
    var text: [UInt8] = []
    var runStart = 0
    var startLine = 0
    /// Where the open statement begins in the script, and where the last item does.
    var statementStart = 0
    var itemStart = 0
    var hasStarted = false
    var isDone = false

    /// What ends a statement; never empty.
    public var delimiter = [Byte.semicolon] { didSet { isSpecial = Self.specialBytes(delimiter) } }
    /// Bytes outside of quotes and comments that mean something.
    var isSpecial = MySQLScanner.specialBytes([Byte.semicolon])
    /// The quote that a string or an identifier is in, or 0.
    var quote: UInt8 = 0
    var isInComment = false
    var constructLine = 0

    var atLineStart = true
    var mayBeCommand = false
    var isInLineComment = false
    /// A comment that the server reads; the client forgets it at the line's end.
    var serverComment = ServerComment.none
    /// A comment was taken out: the next byte must not join the one before it.
    var needsSpace = false

    private var lastOpenConstruct: OpenConstruct?

    enum ServerComment: Sendable { case none, conditional, hint }

    /// A scanner at the beginning of a script.
    public init() {}

    /// Takes more of the script.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        input.append(bytes)
    }

    /// No more will come.
    public mutating func finish() {
        input.finish()
    }

    /// The next item; `nil` when more has to be fed or, after `finish`, at the end.
    public mutating func next() -> ScriptItem? {
        let bytes = input.bytes
        return bytes.withUnsafeBufferPointer { scan($0) }
    }

    /// Drops all of the script that was not scanned yet; the open statement still comes.
    public mutating func stop() {
        input.removeRest()
    }

    /// What the scanned part ends inside of.
    public var openConstruct: OpenConstruct? { isDone ? lastOpenConstruct : currentConstruct }

    private var currentConstruct: OpenConstruct? {
        if isInComment { return OpenConstruct(kind: .comment, line: constructLine) }
        guard quote != 0 else { return nil }
        let isIdentifier = quote == Byte.backquote || quote == Byte.doubleQuote && ansiQuotes
        return OpenConstruct(kind: isIdentifier ? .identifier : .string, line: constructLine)
    }

    /// The script's end: what stands there is run.
    mutating func end() -> ScriptItem? {
        guard !isDone else { return nil }
        lastOpenConstruct = currentConstruct
        isDone = true
        return takeStatement(.endOfInput)
    }

    /// Ends the statement, all of which is in `text`; `nil` when nothing but space is in it.
    mutating func takeStatement(_ ending: ScriptStatement.Ending) -> ScriptItem? {
        defer { clear() }
        // The client cuts off spaces and control characters.
        while let last = text.last, last <= Byte.space || last == 127 { text.removeLast() }
        guard !text.isEmpty else { return nil }
        itemStart = statementStart
        return .statement(ScriptStatement(text: text, line: startLine, endLine: line, ending: ending))
    }

    mutating func clear() {
        text = []
        hasStarted = false
    }

    private static func specialBytes(_ delimiter: [UInt8]) -> [Bool] {
        var table = [Bool](repeating: false, count: 256)
        for byte in Array("\n\r\\#-/*'\"`".utf8) + delimiter.prefix(1) { table[Int(byte)] = true }
        return table
    }
}

import SQLWire

/// Splits a script like the mysql client in batch mode with `--force`: it removes comments and follows `DELIMITER`.
///
/// Source: MariaDB 10.11, client/mysql.cc. Two things differ, because the client's way would damage a script: optimizer
/// hints are kept, as in MySQL's own client, and a comment before a non-ASCII letter leaves a space.
public struct MySQLScanner: ScriptScanner {
    /// The session's `NO_BACKSLASH_ESCAPES`.
    public var noBackslashEscapes = false
    /// The session's `ANSI_QUOTES`.
    public var ansiQuotes = false
    /// Whether `/*+ */` is sent: MySQL's client sends it, MariaDB's does not.
    public var keepsHints = true
    /// Whether the commands of psql and the workspace are known beside mysql's own: then `\d NAME` describes a table
    /// and never sets the delimiter.
    public var knowsWorkspaceCommands = false
    /// The current line, counted from 1.
    public internal(set) var line = 0
    /// The bytes of the open statement.
    public var openText: [UInt8] { text }
    /// The range of the last item in the script.
    public var itemRange: Range<Int> { itemStart..<max(itemStart, input.base + input.position) }

    var input = ScriptInput()
    /// The statement up to `runStart`.
    var text: [UInt8] = []
    var runStart = 0
    var startLine = 0
    /// The start of the open statement in the script, and of the last item.
    var statementStart = 0
    var itemStart = 0
    var hasStarted = false
    var isDone = false

    /// The delimiter; never empty.
    public var delimiter = [Byte.semicolon] { didSet { isSpecial = Self.specialBytes(delimiter) } }
    /// The bytes that are special outside of quotes and comments.
    var isSpecial = MySQLScanner.specialBytes([Byte.semicolon])
    /// The quote character of the open string or identifier, or 0.
    var quote: UInt8 = 0
    var isInComment = false
    var constructLine = 0

    var atLineStart = true
    var mayBeCommand = false
    var isInLineComment = false
    /// The kind of an open comment that the server reads; the client forgets it at the end of the line.
    var serverComment = ServerComment.none
    /// Whether a comment was removed, so that the next byte must not touch the one before it.
    var needsSpace = false

    private var lastOpenConstruct: OpenConstruct?

    enum ServerComment: Sendable { case none, conditional, hint }

    public init() {}

    /// Adds a chunk of the script.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        input.append(bytes)
    }

    /// Marks the end of the script.
    public mutating func finish() {
        input.finish()
    }

    /// The next item; nil when more input is needed or, after `finish`, at the end.
    public mutating func next() -> ScriptItem? {
        let bytes = input.bytes
        return bytes.withUnsafeBufferPointer { scan($0) }
    }

    /// Discards the unscanned part of the script; an open statement still becomes an item.
    public mutating func stop() {
        input.removeRest()
    }

    /// The construct that is open at the end of the scanned part.
    public var openConstruct: OpenConstruct? { isDone ? lastOpenConstruct : currentConstruct }

    private var currentConstruct: OpenConstruct? {
        if isInComment { return OpenConstruct(kind: .comment, line: constructLine) }
        guard quote != 0 else { return nil }
        let isIdentifier = quote == Byte.backquote || quote == Byte.doubleQuote && ansiQuotes
        return OpenConstruct(kind: isIdentifier ? .identifier : .string, line: constructLine)
    }

    /// Handles the end of the script: an open statement is run.
    mutating func end() -> ScriptItem? {
        guard !isDone else { return nil }
        lastOpenConstruct = currentConstruct
        isDone = true
        return takeStatement(.endOfInput)
    }

    /// Ends the statement, which is completely in `text`; nil when it contains only space.
    mutating func takeStatement(_ ending: ScriptStatement.Ending) -> ScriptItem? {
        defer { clear() }
        // The client removes trailing spaces and control characters.
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

/// Splits a script like psql 15 with `-f`: it sends the same bytes in the same order.
///
/// Unlike psql it only reports the positions of variables (`:name`), passes NUL bytes, and does not evaluate `\if`.
/// Source: PostgreSQL 15, src/fe_utils/psqlscan.l, src/bin/psql/mainloop.c and psqlscanslash.l.
public struct PostgreSQLScanner: ScriptScanner {
    /// The session's `standard_conforming_strings`; a new value applies from the next line on, as in psql.
    public var standardConformingStrings = true
    /// Whether psql's restricted mode is on: then every command except `\unrestrict` is an error, after which psql
    /// discards the rest of the line and keeps the open statement.
    public var isRestricted = false
    /// The current line, counted from 1.
    public internal(set) var line = 0
    /// The bytes of the open statement.
    public var openText: [UInt8] { text }
    /// The range of the last item in the script.
    public var itemRange: Range<Int> { itemStart..<max(itemStart, input.base + input.position) }

    var input = ScriptInput()
    /// The statement up to `runStart`.
    var text: [UInt8] = []
    /// The start of the part of the input that belongs to the statement but is not in `text` yet.
    var runStart = 0
    var startLine = 0
    /// The start of the open statement in the script, and of the last item.
    var statementStart = 0
    var itemStart = 0

    var mode = PostgreSQLMode.leading
    var atLineStart = true
    var hasStarted = false
    var isDone = false
    /// The statement's length after this line's line feed; -1 when the line added none.
    var lengthAfterLineFeed = -1
    var stringsAreStandard = true

    var parenthesisDepth = 0
    var parenthesisLine = 0
    var body = RoutineBody()
    var bodyLine = 0
    var commentDepth = 0
    var constructLine = 0
    var stringKind = PostgreSQLStringKind.standard
    var sawCarriageReturn = false
    var sawSpace = false
    var dollarTag: [UInt8] = []
    var dollarMatched = 0
    /// The start of the current word in the input; negative when it is in an earlier chunk.
    var wordStart = 0
    /// The start of the current word in the statement.
    var wordStartInText = 0
    /// The variables in the open statement, and the start of the current variable's name in it.
    var references: [VariableReference] = []
    var variableStart = 0
    /// The start of the current variable in the script.
    var variableOrigin = 0

    /// The rest of a line whose statement reads its data from the next lines.
    private var restOfLine: [UInt8] = []
    private var lastOpenConstruct: OpenConstruct?

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
        if !restOfLine.isEmpty {
            input.unread(restOfLine)
            restOfLine = []
        }
        let bytes = input.bytes
        return bytes.withUnsafeBufferPointer { scan($0) }
    }

    /// Discards the unscanned part of the script; an open statement still becomes an item.
    public mutating func stop() {
        input.removeRest()
        restOfLine = []
    }

    /// The next line, with its line feed, of the data of the `COPY ... FROM stdin` that `next` has just returned; nil
    /// when more input is needed or, after `finish`, at the end.
    ///
    /// The data begins after the line in which the statement ends; the rest of that line is scanned after the data.
    /// Call this until it returns a line `\.`.
    public mutating func nextDataLine() -> ArraySlice<UInt8>? {
        if !atLineStart {
            guard let end = input.endOfLine(from: input.position) else { return nil }
            let next = min(end + 1, input.bytes.count)
            if end > input.position {
                restOfLine.append(contentsOf: input.bytes[input.position..<next])
            }
            input.position = next
            atLineStart = true
        }
        guard let end = input.endOfLine(from: input.position), input.position < input.bytes.count else { return nil }
        let next = min(end + 1, input.bytes.count)
        defer { input.position = next }
        line += 1
        return input.bytes[input.position..<next]
    }

    /// The construct that is open at the end of the scanned part.
    public var openConstruct: OpenConstruct? { isDone ? lastOpenConstruct : currentConstruct }

    private var currentConstruct: OpenConstruct? {
        switch mode {
        case .string: OpenConstruct(kind: .string, line: constructLine)
        case .quotedIdentifier: OpenConstruct(kind: .identifier, line: constructLine)
        case .dollarQuote: OpenConstruct(kind: .dollarQuote(tag: dollarTag), line: constructLine)
        case .blockComment: OpenConstruct(kind: .comment, line: constructLine)
        case _ where parenthesisDepth > 0: OpenConstruct(kind: .parenthesis, line: parenthesisLine)
        case _ where body.depth > 0: OpenConstruct(kind: .routineBody, line: bodyLine)
        default: nil
        }
    }

    /// Handles the end of the script: an open statement is run.
    mutating func end() -> ScriptItem? {
        guard !isDone else { return nil }
        lastOpenConstruct = currentConstruct
        isDone = true
        return hasStarted ? .statement(takeStatement(.endOfInput)) : nil
    }

    /// Ends the statement, which is completely in `text`.
    mutating func takeStatement(_ ending: ScriptStatement.Ending) -> ScriptStatement {
        if mode == .variable { endVariable(at: text.count) }
        let statement = ScriptStatement(
            text: text, line: hasStarted ? startLine : line, endLine: line, ending: ending, references: references)
        references = []
        itemStart = statementStart
        text = []
        hasStarted = false
        lengthAfterLineFeed = -1
        mode = .leading
        body.beginStatement()
        return statement
    }

    /// Ends the name of a plain variable in the statement.
    mutating func endVariable(at end: Int) {
        addReference(variableStart..<end, .plain, at: variableOrigin)
    }

    mutating func addReference(_ range: Range<Int>, _ form: VariableReference.Form, at start: Int) {
        let isNested = parenthesisDepth > 0 || body.depth > 0
        references.append(VariableReference(range: range, form: form, start: start, isNested: isNested))
    }

    /// Resets the nesting of the statement, as psql does after a command that runs or clears it.
    mutating func resetNesting() {
        parenthesisDepth = 0
        body = RoutineBody()
    }
}

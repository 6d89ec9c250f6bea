/// Splits a script as psql 15 does with `-f`: the same bytes are sent, in the same order.
///
/// Unlike psql it only tells where variables (`:name`) go, passes NUL bytes, and does not know which branch of an `\if`
/// holds.
/// Source: PostgreSQL 15, src/fe_utils/psqlscan.l, src/bin/psql/mainloop.c and psqlscanslash.l.
public struct PostgreSQLScanner: ScriptScanner {
    /// The session's `standard_conforming_strings`; a new value counts from the next line on, as in psql.
    public var standardConformingStrings = true
    /// Whether psql's restricted mode holds: every command but `\unrestrict` is an error then, after which psql drops
    /// the rest of the line and keeps the open statement.
    public var isRestricted = false
    /// The line that is being read, counted from 1.
    public internal(set) var line = 0
    /// The bytes of the open statement.
    public var openText: [UInt8] { text }
    /// Where the item that was answered last stands in the script.
    public var itemRange: Range<Int> { itemStart..<max(itemStart, input.base + input.position) }

    var input = ScriptInput()
    /// The statement up to `runStart`.
    var text: [UInt8] = []
    /// Where the part of the input begins that belongs to the statement and is not in `text` yet.
    var runStart = 0
    var startLine = 0
    /// Where the open statement begins in the script, and where the last item does.
    var statementStart = 0
    var itemStart = 0

    var mode = PostgreSQLMode.leading
    var atLineStart = true
    var hasStarted = false
    var isDone = false
    /// The statement's length after the line feed that this line put into it; -1 when it put in none.
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
    /// Where the word begins that is being read, in the input; negative when it began in an earlier chunk.
    var wordStart = 0
    /// The same in the statement.
    var wordStartInText = 0
    /// Variables in the open statement, and where the name of the one begins that is being read, in the statement.
    var references: [VariableReference] = []
    var variableStart = 0
    /// The same in the script.
    var variableOrigin = 0

    /// The rest of a line whose statement reads its data from the lines after it.
    private var restOfLine: [UInt8] = []
    private var lastOpenConstruct: OpenConstruct?

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
        if !restOfLine.isEmpty {
            input.unread(restOfLine)
            restOfLine = []
        }
        let bytes = input.bytes
        return bytes.withUnsafeBufferPointer { scan($0) }
    }

    /// Drops all of the script that was not scanned yet; the open statement still comes.
    public mutating func stop() {
        input.removeRest()
        restOfLine = []
    }

    /// The next line with its line feed, for the data of the `COPY ... FROM stdin` that `next` has just answered; `nil`
    /// when more has to be fed or, after `finish`, at the end.
    ///
    /// The data begins after the line that the statement ends in; the rest of that line is scanned after the data. Call
    /// it until it answers `\.` alone on its line.
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

    /// What the scanned part ends inside of.
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

    /// The script's end: what stands there is run.
    mutating func end() -> ScriptItem? {
        guard !isDone else { return nil }
        lastOpenConstruct = currentConstruct
        isDone = true
        return hasStarted ? .statement(takeStatement(.endOfInput)) : nil
    }

    /// Ends the statement, all of which is in `text`.
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

    /// A plain variable's name ends at a place of the statement.
    mutating func endVariable(at end: Int) {
        addReference(variableStart..<end, .plain, at: variableOrigin)
    }

    mutating func addReference(_ range: Range<Int>, _ form: VariableReference.Form, at start: Int) {
        let isNested = parenthesisDepth > 0 || body.depth > 0
        references.append(VariableReference(range: range, form: form, start: start, isNested: isNested))
    }

    /// Forgets what the statement had open, as psql does after a command that runs or clears it.
    mutating func resetNesting() {
        parenthesisDepth = 0
        body = RoutineBody()
    }
}

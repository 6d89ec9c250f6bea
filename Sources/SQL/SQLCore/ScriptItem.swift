/// What comes next in a script.
public enum ScriptItem: Sendable, Equatable {
    /// A statement for the server.
    case statement(ScriptStatement)
    /// Something for the client program itself: a backslash command, mysql's `source`.
    case command(ScriptCommand)
}

/// A statement for the server, as the database's own client program would send it.
public struct ScriptStatement: Sendable, Equatable {
    /// What ended a statement.
    public enum Ending: Sendable, Equatable {
        /// psql's `;` or mysql's delimiter.
        case terminator
        /// A command that sends the statement before it, by the table of `BufferUse`.
        case command(ScriptCommand)
        /// The script's end: both clients run what stands there.
        case endOfInput
    }

    /// The bytes to send. psql sends the `;` too, so it is in here; mysql's delimiter never is.
    ///
    /// Empty only when psql's `\g` stands alone: psql then sends the last statement again.
    public var text: [UInt8]
    /// The line of the first byte of `text`, counted from 1.
    public var line: Int
    /// The line that was being read when the statement was complete: the one psql names in `psql:FILE:LINE: ERROR`.
    public var endLine: Int
    /// What ended it.
    public var ending: Ending
    /// Where psql puts in the values of variables, in the order of the text.
    public var references: [VariableReference]

    /// Sets every field.
    public init(
        text: [UInt8], line: Int, endLine: Int, ending: Ending, references: [VariableReference] = []
    ) {
        self.text = text
        self.line = line
        self.endLine = endLine
        self.ending = ending
        self.references = references
    }
}

/// A command to the client program.
public struct ScriptCommand: Sendable, Equatable {
    /// Without the backslash: `gx`, `copy`, `source`. mysql's commands have their long name, whichever was written.
    public var name: String
    /// What follows the name, raw, with the space before it.
    public var arguments: [UInt8]
    /// Its line in the script, counted from 1.
    public var line: Int
    /// Whether a statement has begun before it that goes on behind it.
    public var isInStatement: Bool
    /// That statement as far as it goes, for a command that works on it.
    public var open: OpenStatement?

    /// Sets every field.
    public init(
        name: String, arguments: [UInt8], line: Int, isInStatement: Bool = false, open: OpenStatement? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.line = line
        self.isInStatement = isInStatement
        self.open = open
    }
}

/// A statement that has begun and is not complete.
public struct OpenStatement: Sendable, Equatable {
    /// Its bytes so far.
    public var text: [UInt8]
    /// Where psql puts in the values of variables.
    public var references: [VariableReference]

    /// Sets every field.
    public init(text: [UInt8], references: [VariableReference] = []) {
        (self.text, self.references) = (text, references)
    }
}

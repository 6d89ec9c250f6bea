/// The next item of a script.
public enum ScriptItem: Sendable, Equatable {
    /// A statement for the server.
    case statement(ScriptStatement)
    /// A command for the client: a backslash command, mysql's `source`.
    case command(ScriptCommand)
}

/// A statement in the form that the server's own client would send.
public struct ScriptStatement: Sendable, Equatable {
    /// What ended the statement.
    public enum Ending: Sendable, Equatable {
        /// psql's `;` or mysql's delimiter.
        case terminator
        /// A command that sends the statement before it, according to `BufferUse`.
        case command(ScriptCommand)
        /// The script's end: both clients run an unterminated statement.
        case endOfInput
    }

    /// The bytes to send. They include psql's `;`, which psql sends, too, but never mysql's delimiter.
    ///
    /// Empty only for a lone `\g`: psql then sends the last statement again.
    public var text: [UInt8]
    /// The line of the first byte of `text`, counted from 1.
    public var line: Int
    /// The line at which the statement was complete: the one in psql's `psql:FILE:LINE: ERROR`.
    public var endLine: Int
    public var ending: Ending
    /// The references to psql variables, in the order of the text.
    public var references: [VariableReference]

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

/// A command for the client.
public struct ScriptCommand: Sendable, Equatable {
    /// The name without the backslash: `gx`, `copy`, `source`. mysql's short names are replaced by the long ones.
    public var name: String
    /// The unprocessed text after the name, with the space before it.
    public var arguments: [UInt8]
    /// The line in the script, counted from 1.
    public var line: Int
    /// Whether the command interrupts a statement that continues after it.
    public var isInStatement: Bool
    /// That statement so far, for commands that use it.
    public var open: OpenStatement?

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

/// An incomplete statement.
public struct OpenStatement: Sendable, Equatable {
    /// Its bytes so far.
    public var text: [UInt8]
    /// The references to psql variables.
    public var references: [VariableReference]

    public init(text: [UInt8], references: [VariableReference] = []) {
        (self.text, self.references) = (text, references)
    }
}

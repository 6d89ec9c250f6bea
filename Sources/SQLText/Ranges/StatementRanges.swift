public import SQLCore

/// A statement or a command in a text, and where it stands.
public struct StatementRange: Sendable, Equatable {
    /// From its first byte to the end of its terminator, or of its last line that is not blank.
    public var range: Range<Int>
    /// What is to be run, as the script scanner answers it.
    public var item: ScriptItem
    /// The lines after a `COPY … FROM STDIN` up to its `\.`, which is in it.
    public var data: Range<Int>?
}

/// All statements and commands of an editor's text, where a script's scanner finds them.
public struct StatementRanges: Sendable {
    /// In the order of their ends; a command may stand inside of a statement's range.
    public let all: [StatementRange]

    /// Scans a text.
    public init(of text: [UInt8], rules: LexRules) {
        all = []
    }

    /// The statement or command that is meant when the cursor stands before byte `cursor`: the one it is in or right
    /// behind; else the one that ends before it with nothing but blank between them; else the next one after a comment.
    /// `nil` when there is none at all.
    public func under(cursor: Int) -> StatementRange? {
        nil
    }
}

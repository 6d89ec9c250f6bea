public import TerminalUI

/// What an editor did with a key.
public enum EditorReply: Sendable, Equatable {
    /// It was for the editor.
    case handled
    /// The editor has no use for it; the caller may.
    case unhandled
    /// It was for the editor, and nothing can be done: there is nothing to undo, or nothing that way.
    case bell
    /// After Ctrl-X came a key that the editor has no use for: the caller may, Ctrl-X Ctrl-E for instance.
    case prefixed(Key)
}

/// Whose keys an editor has.
public enum EditorStyle: String, Sendable, Hashable, CaseIterable {
    /// Those of readline and Emacs.
    case emacs
    /// Those of vi, as Vim has them.
    case vi
}

/// How an editor works, whatever its keys.
public struct EditorOptions: Sendable, Equatable {
    /// Columns of an indentation, and from one tab stop to the next.
    public var indentation = 4
    /// Whether there is only one line: Enter is the caller's, and pasted line ends become blanks.
    public var isSingleLine = false

    /// The usual ones.
    public init() {}
}

public import TerminalUI

/// The editor's reply to a key.
public enum EditorReply: Sendable, Equatable {
    /// The editor handled the key.
    case handled
    /// The editor does not use the key; the caller may.
    case unhandled
    /// The editor uses the key, but nothing can be done: no step to undo, or no text in that direction.
    case bell
    /// A key after Ctrl-X that the editor does not use; the caller may, for instance Ctrl-X Ctrl-E.
    case prefixed(Key)
}

/// The key styles of the editor.
public enum EditorStyle: String, Sendable, Hashable, CaseIterable {
    /// The keys of readline and Emacs.
    case emacs
    /// The keys of vi, as in Vim.
    case vi
}

/// Options of an editor, independent of its keys.
public struct EditorOptions: Sendable, Equatable {
    /// The number of columns of an indentation and between tab stops.
    public var indentation = 4
    /// Whether there is only one line: then the caller handles Enter, and pasted line ends become blanks.
    public var isSingleLine = false

    /// The default options.
    public init() {}
}

public import TerminalUI

/// The keys of an editor and what they do, for the help view.
public struct EditorHelp: Sendable, Equatable {
    /// The keys, as help and hints show them.
    public let keys: String
    /// Their effect, in a few words.
    public let text: String

    /// The keys of a style, in the order of a manual.
    ///
    /// - Parameter isTaken: Whether the program uses a key for another purpose.
    public static func entries(of style: EditorStyle, isTaken: (Key) -> Bool = { _ in false }) -> [EditorHelp] {
        switch style {
        case .emacs: emacs(isTaken)
        case .vi: ViHelp.entries
        }
    }

    init(_ keys: String, _ text: String) {
        self.keys = keys
        self.text = text
    }

    /// Derived from the key table itself.
    private static func emacs(_ isTaken: (Key) -> Bool) -> [EditorHelp] {
        let plain = EmacsKeys.table.filter { !isTaken($0.key) }.map { (command: $1, keys: $0.label) }
        let prefixed = EmacsKeys.afterControlX.map { (command: $1, keys: "Ctrl-X " + $0.label) }
        let keys = Dictionary(grouping: plain + prefixed, by: \.command).mapValues {
            $0.map(\.keys).sorted(by: isBefore)
        }
        return EmacsCommand.described.compactMap { command, text in
            keys[command].map { EditorHelp($0.joined(separator: ", "), text) }
        }
    }

    private static func isBefore(_ left: String, _ right: String) -> Bool {
        (left.count, left) < (right.count, right)
    }
}

extension EmacsCommand {
    /// The text for each command, in the order of the help view.
    static let described: [(EmacsCommand, String)] = [
        (.move(.left), "back a character"), (.move(.right), "on a character"),
        (.move(.up), "up a line; from the first one, the statement before in the history"),
        (.move(.down), "down a line"), (.move(.wordLeft), "back a word"), (.move(.wordRight), "on a word"),
        (.move(.lineStart), "to the line's beginning"), (.move(.lineEnd), "to the line's end"),
        (.move(.indentation), "to the line's first word"), (.move(.textStart), "to the text's beginning"),
        (.move(.textEnd), "to the text's end"), (.move(.paragraphUp), "back a paragraph"),
        (.move(.paragraphDown), "on a paragraph"), (.move(.pageUp), "up a page"), (.move(.pageDown), "down a page"),
        (.newLine, "a new line, indented like this one"), (.openLine, "break the line and stay"),
        (.moveOrIndent, "indent at a line's beginning; elsewhere complete"), (.outdent, "indent less"),
        (.delete(.left), "delete the character before"), (.delete(.right), "delete the character under the cursor"),
        (.kill(.lineEnd), "cut to the line's end"), (.kill(.lineStart), "cut to the line's beginning"),
        (.kill(.wordRight), "cut the word"), (.kill(.wordLeft), "cut the word before"),
        (.killBlankDelimitedWord, "cut the selection, or back to a blank"), (.copy, "copy the selection"),
        (.yank, "put in what was cut or copied last"), (.yankPop, "then: what was cut before that"),
        (.deleteBlanks, "delete the blanks around"), (.leaveOneBlank, "leave one blank of those around"),
        (.joinLine, "join the line to the one above"),
        (.moveByBrackets(isForward: true), "past the next word or pair of brackets"),
        (.moveByBrackets(isForward: false), "before the last word or pair of brackets"),
        (.transposeCharacters, "exchange two characters"),
        (.transposeWords, "exchange two words"), (.upperCase, "the word in capital letters"),
        (.lowerCase, "the word in small letters"), (.capitalize, "the word with a capital letter"),
        (.toggleComment, "make the lines a comment, or no comment"), (.undo, "undo"), (.redo, "do again"),
        (.setMark, "begin a selection"), (.extend(.left), "select"), (.extend(.right), "select"),
        (.extend(.up), "select"), (.extend(.down), "select"), (.extend(.lineStart), "select to the line's beginning"),
        (.extend(.lineEnd), "select to the line's end"), (.extend(.wordLeft), "select the word before"),
        (.extend(.wordRight), "select the word"), (.extend(.textStart), "select to the text's beginning"),
        (.extend(.textEnd), "select to the text's end"), (.extend(.paragraphUp), "select the paragraph before"),
        (.extend(.paragraphDown), "select the paragraph"), (.extend(.pageUp), "select a page up"),
        (.extend(.pageDown), "select a page down"), (.selectAll, "select all"),
        (.exchangeMark, "to the other end of the selection"), (.searchForward, "search in the text"),
        (.cancel, "select nothing"),
    ]
}

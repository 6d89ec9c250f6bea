import Editing
import TerminalUI

/// Keys as a text: `ab<ctrl-a><up>`; `<lt>` means `<`.
func keys(_ script: String) -> [Key] {
    var result: [Key] = []
    var rest = Substring(script)
    while let character = rest.popFirst() {
        if character == "<", let end = rest.firstIndex(of: ">"), rest.startIndex < end {
            // `<alt->>`: the key itself may be the bracket.
            let isBracket = rest[end...].hasPrefix(">>") && rest[..<end].hasSuffix("-")
            let name = String(isBracket ? rest[...end] : rest[..<end])
            rest = rest[rest.index(end, offsetBy: isBracket ? 2 : 1)...]
            result.append(name == "lt" ? .character("<") : Key(name: name) ?? .function(63))
        } else {
            result.append(character == "\n" ? .enter : .character(character))
        }
    }
    return result
}

/// An editor of a text in which `|` is the cursor.
func editor(_ marked: String, style: EditorStyle = .emacs) -> Editor {
    // As bytes, because before an accent the mark would combine with it.
    let bytes = Array(marked.utf8)
    let cursor = bytes.firstIndex(of: 0x7C) ?? bytes.count
    var editor = Editor(String(decoding: bytes[..<cursor] + bytes[(cursor + 1)...], as: UTF8.self), style: style)
    if style == .vi { _ = editor.press(.escape) }
    editor.moveCursor(to: editor.buffer.position(atByte: cursor))
    return editor
}

/// The text with the cursor as `|` and the selection in brackets.
func marked(_ editor: Editor) -> String {
    var marks: [(Int, Int, String)] = [(editor.buffer.offset(of: editor.cursor), 1, "|")]
    if let selection = editor.selection {
        marks.append((editor.buffer.offset(of: selection.lowerBound), 0, "["))
        marks.append((editor.buffer.offset(of: selection.upperBound), 2, "]"))
    }
    var bytes = editor.buffer.bytes
    for (offset, _, mark) in marks.sorted(by: { ($0.0, $0.1) > ($1.0, $1.1) }) {
        bytes.insert(contentsOf: mark.utf8, at: offset)
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// A text after keys.
func press(_ script: String, in text: String, style: EditorStyle = .emacs) -> String {
    var editor = editor(text, style: style)
    editor.press(keys(script))
    return marked(editor)
}

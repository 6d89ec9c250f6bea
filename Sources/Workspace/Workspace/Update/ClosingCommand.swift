import Editing

extension WorkspaceState {
    /// Removes a `\q`, `quit` or `exit` that ends the text, so that the draft does not begin the next session with it.
    mutating func dropClosingCommand() {
        let buffer = editor.buffer
        var line = buffer.lineCount - 1
        while line > 0, buffer.line(line).allSatisfy({ $0 == " " || $0 == "\t" }) { line -= 1 }
        let word = buffer.line(line).split { " \t;\\".contains($0) }
        guard word.count == 1, ["q", "quit", "exit"].contains(word[0].lowercased()) else { return }
        editor.replace(TextPosition(line, 0)..<buffer.end, with: "")
    }
}

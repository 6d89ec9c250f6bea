import Editing
import SQLText
import ScreenKit
import TerminalUI
import Themes

/// The text with line numbers and a mark at the statement under the cursor.
struct EditorView {
    let state: WorkspaceState
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        let area = layout.editor
        guard area.size.rows > 0 else { return }
        let marked = markedLines
        for row in 0..<area.size.rows {
            let line = state.editorTop + row
            guard line < state.editor.buffer.lineCount else { break }
            let isMarked = marked?.contains(line) == true
            draw(line, at: area.row + row, isMarked: isMarked, on: &grid)
        }
        if state.editor.buffer.isEmpty { drawInvitation(on: &grid) }
        let isHere = state.focus == .editor && state.overlay == nil
        if isHere {
            let column = layout.textColumn + state.editor.cursorColumn - state.editorLeft
            grid.cursor = (min(grid.size.columns - 1, column), area.row + state.editor.cursor.line - state.editorTop)
        }
    }

    /// The lines of the statement that would run.
    private var markedLines: ClosedRange<Int>? {
        guard state.editor.selection == nil, let range = state.statementAtCursor?.range, !range.isEmpty else {
            return nil
        }
        let first = state.editor.buffer.position(atByte: range.lowerBound).line
        let last = state.editor.buffer.position(atByte: range.upperBound - 1).line
        return first...max(first, last)
    }

    private func drawInvitation(on grid: inout CellGrid) {
        let key = state.keymap.label(of: .help) ?? "F1"
        let text = "SQL ends with ; and Enter runs it   \\? lists the commands   \(key) the keys"
        grid.put(text, column: layout.textColumn + 1, row: layout.editor.row, style: look.theme[.textDim])
    }

    private func draw(_ line: Int, at row: Int, isMarked: Bool, on grid: inout CellGrid) {
        let number = String(line + 1)
        let width = layout.textColumn - 1
        let shown = String(repeating: " ", count: max(0, width - 1 - number.count)) + number
        grid.put(shown, column: 0, row: row, style: look.theme[isMarked ? .hintKey : .textDim])
        if isMarked {
            grid.put(String(look.glyphs.cursor), column: width - 1 + 0, row: row, style: look.theme[.rowCursorBar])
        }
        drawText(of: line, at: row, on: &grid)
    }

    private func drawText(of line: Int, at row: Int, on grid: inout CellGrid) {
        let text = state.editor.buffer.line(line)
        let spans = state.text.highlights(of: line)
        let selection = selected(in: line, length: text.utf8.count)
        let matches = state.editor.search?.matches(in: state.editor.buffer, lines: line..<line + 1) ?? []
        let bracket = state.focus == .editor ? state.editor.matchingBracket : nil
        var (byte, column, span) = (0, 0, 0)
        for character in text {
            let width = state.editor.columns.width(of: character, at: column)
            let place = TextPosition(line, byte)
            while span < spans.count, spans[span].range.upperBound <= byte { span += 1 }
            var style = look.theme[.text]
            if span < spans.count, spans[span].range.contains(byte) { style = look.style(of: spans[span].highlight) }
            if matches.contains(where: { $0.contains(place) }) { style = look.theme[.match].over(style) }
            if bracket?.bracket == place || bracket?.match == place {
                style = Style(.terminal, on: .terminal, [.bold, .underline]).over(style)
            }
            if state.fault == place {
                style = look.theme[.messageError].over(Style(.terminal, on: .terminal, [.reverse]).over(style))
            }
            if selection?.contains(byte) == true { style = look.theme[.menuSelected].over(style) }
            let at = layout.textColumn + column - state.editorLeft
            if at >= layout.textColumn, at < grid.size.columns {
                let shown = character == "\t" ? String(repeating: " ", count: width) : String(character)
                grid.put(shown, column: at, row: row, style: style)
            }
            if column - state.editorLeft > grid.size.columns { break }
            column += width
            byte += character.utf8.count
        }
        // The error is after the end of the line.
        if state.fault == TextPosition(line, text.utf8.count) {
            let at = layout.textColumn + column - state.editorLeft
            grid.put(
                " ", column: at, row: row,
                style: Style(.terminal, on: .terminal, [.reverse]).over(look.theme[.messageError]))
        }
    }

    private func selected(in line: Int, length: Int) -> Range<Int>? {
        guard let selection = state.editor.selection, selection.lowerBound.line <= line,
            selection.upperBound.line >= line
        else { return nil }
        let start = selection.lowerBound.line == line ? selection.lowerBound.column : 0
        let end = selection.upperBound.line == line ? selection.upperBound.column : length
        return start..<max(start, end)
    }
}

extension Look {
    /// The style of a highlight class.
    func style(of highlight: Highlight) -> Style {
        switch highlight {
        case .keyword, .command: theme[.syntaxKeyword]
        case .function: theme[.syntaxFunction]
        case .type: theme[.syntaxType]
        case .string: theme[.syntaxString]
        case .number: theme[.syntaxNumber]
        case .comment: theme[.syntaxComment]
        case .parameter: theme[.syntaxParameter]
        case .broken: theme[.messageError]
        case .plain, .identifier, .quotedIdentifier, .operator, .punctuation: theme[.text]
        }
    }
}

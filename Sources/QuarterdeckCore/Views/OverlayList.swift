import Timestamps
import TerminalUI
import Themes

/// What is open above the deck, as a framed list.
struct OverlayList {
    /// Parts of a line from left to right.
    typealias Line = [(text: String, role: Role)]

    let title: String
    /// The line to type into, and what is asked for there.
    let prompt: (label: String, field: TextField)?
    let lines: [Line]
    /// The chosen line, where lines are there to be chosen.
    let selected: Int?
    /// The first line that is shown, where lines are not there to be chosen.
    let scroll: Int
    /// What the palette's lines stand for.
    let actions: [Action]
    let footer: String

    init(_ overlay: Overlay, _ state: DeckState) {
        var prompt: (String, TextField)?
        var selected: Int?
        var scroll = 0
        var actions: [Action] = []
        switch overlay {
        case .help(let list):
            title = "help"
            prompt = ("find", list.field)
            lines = HelpText(state).lines(matching: list.field.text)
            scroll = list.position
            footer = "Esc back"
        case .palette(let list):
            title = "command"
            prompt = (":", list.field)
            actions = HelpText(state).actions(matching: list.field.text)
            lines = actions.map { HelpText(state).line($0) }
            selected = min(list.position, max(0, actions.count - 1))
            footer = "Enter do it   Esc back"
        case .formats(let chosen):
            title = "copy as"
            lines = state.formats.map { [($0, Role.menu)] }
            selected = chosen
            footer = "Enter copy   Esc back"
        case .themes(let chosen, _):
            title = "themes"
            lines = state.themes.map { [($0, Role.menu)] }
            selected = chosen
            footer = "Enter take it   Esc as before"
        case .handOff(let id, let field):
            title = "hand \(id.name) to a program"
            prompt = ("run", field)
            lines = [
                [("It gets the terminal, a fresh token and verified TLS. psql, mysql, pg_dump,", .menuDetail)],
                [("your own script: anything that reads PGHOST or MySQL's option files.", .menuDetail)],
            ]
            footer = "Enter run   Esc back"
        case .inspect(let id, let first):
            title = "\(id.name): token"
            lines = InspectText(state, id).lines
            scroll = first
            footer = InspectText.footer(state.keymap)
        case .question(let question, let field):
            title = question.title
            let shown = question.isSecret ? TextField(String(repeating: "*", count: field.text.count)) : field
            prompt = question.label.map { ($0, shown) }
            lines = question.lines.flatMap { TextCut.wrap(HarmlessText.of($0), columns: 72) }.map { [($0, .menu)] }
            footer = "Enter take it   Esc decline"
        case .notice(let heading, let text):
            title = heading
            lines = text.map { [($0, .menu)] }
            footer = "Esc close"
        case .messages(let fromEnd):
            title = "messages"
            lines = state.messages.all.map { message in
                [(message.at.timestamp.clock + "  ", .menuDetail), (message.text, message.kind.role)]
            }
            scroll = -fromEnd
            footer = "Esc back"
        }
        self.prompt = prompt
        self.selected = selected
        self.scroll = scroll
        self.actions = actions
    }

    /// Rows that are not lines of the list: two of the frame, and the prompt's.
    var fixedRows: Int { prompt == nil ? 2 : 3 }

    /// Where it is on a screen: in the middle, as large as its lines take.
    func frame(on size: Size) -> Rect {
        let widest = lines.map { $0.reduce(0) { $0 + DisplayWidth.of($1.text) } }.max() ?? 0
        let wanted = max(widest, DisplayWidth.of(title) + 6, DisplayWidth.of(footer) + 4, prompt == nil ? 24 : 60)
        let columns = min(size.columns, max(40, wanted + 4))
        let rows = min(max(4, size.rows - 2), max(lines.count, prompt == nil ? 1 : 0) + fixedRows)
        return Rect(size).centred(columns: columns, rows: rows)
    }

    /// The lines that are shown.
    func visible(in frame: Rect) -> Range<Int> {
        let room = max(0, frame.size.rows - fixedRows)
        let most = max(0, lines.count - room)
        let first: Int
        if let selected {
            first = max(0, min(selected - room / 2, most))
        } else {
            // From the end, where the newest stands.
            first = title == "messages" ? max(0, most + scroll) : min(scroll, most)
        }
        return first..<min(lines.count, first + room)
    }

    /// The line at a row of the screen.
    func line(at row: Int, in frame: Rect) -> Int? {
        let shown = visible(in: frame)
        let line = shown.lowerBound + row - frame.row - fixedRows + 1
        return shown.contains(line) ? line : nil
    }
}

extension Message.Kind {
    /// How it looks in a list.
    var role: Role {
        switch self {
        case .info: .menu
        case .warning: .messageWarning
        case .error: .messageError
        }
    }
}

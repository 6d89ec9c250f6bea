import Profiles
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// A dialog as a framed list.
struct OverlayList {
    let list: FramedList
    /// The actions of the palette's lines.
    let actions: [Action]

    init(_ overlay: Overlay, _ state: DeckState) {
        let title: String
        let lines: [FramedList.Line]
        let footer: String
        var isFromEnd = false
        var environment: String?
        var prompt: (String, TextField)?
        var selected: Int?
        var scroll = 0
        var actions: [Action] = []
        switch overlay {
        case .help(let list):
            title = "help"
            prompt = ("find", list.field)
            lines = HelpText(state.keymap).lines(matching: list.field.text, columns: state.size.columns - 4)
            scroll = list.position
            footer = "Esc back"
        case .palette(let list):
            title = "command"
            prompt = (":", list.field)
            actions = HelpText(state.keymap).actions(matching: list.field.text)
            lines = actions.map { HelpText(state.keymap).line($0) }
            selected = min(list.position, max(0, actions.count - 1))
            footer = "Enter do it   Esc back"
        case .formats(let chosen):
            title = "copy \(state.current?.id.name ?? "") as"
            environment = state.current?.cluster?.environment
            lines = state.offeredFormats.map { [($0, Role.menu)] }
            selected = chosen
            footer = "Enter copy   Esc back"
        case .themes(let chosen, _):
            title = "themes"
            lines = state.themes.map { [($0, Role.menu)] }
            selected = chosen
            footer = "Enter takes it   Esc as before"
        case .handOff(let id, let field):
            title = "hand \(id.name) to a program"
            environment = state.row(id)?.cluster?.environment
            prompt = ("run", field)
            lines = [
                [("It gets the terminal, a fresh token and verified TLS. psql, mysql, pg_dump,", .menuDetail)],
                [("your own script: anything that reads PGHOST or MySQL's option files.", .menuDetail)],
            ]
            footer = "Enter run   Esc back"
        case .inspect(let id, let first):
            title = "\(id.name): token"
            environment = state.row(id)?.cluster?.environment
            lines = InspectText(state, id).lines
            scroll = first
            footer = InspectText.footer(state.keymap, isUsable: state.row(id)?.cluster != nil)
        case .diagnosis(let id, let first):
            title = "\(id.name): doctor"
            environment = state.row(id)?.cluster?.environment
            let diagnosis = state.row(id)?.diagnosis ?? Diagnosis(cluster: id.name)
            lines = DiagnosisText(diagnosis, columns: state.size.columns).lines
            scroll = first
            footer = "Esc back"
        case .question(let question, let field):
            title = question.title
            let shown = question.isSecret ? TextField(String(repeating: "*", count: field.text.count)) : field
            prompt = question.label.map { ($0, shown) }
            lines = (question.lines + Self.beneficiaries(of: question, state))
                .flatMap { TextCut.wrap(HarmlessText.of($0), columns: 72) }.map { [($0, .menu)] }
            // The keys are shown only when they are accepted.
            footer = state.isTooNew ? "one moment" : "Enter takes it   Esc decline"
        case .login(let page):
            title = "log in to AWS: profile \(page.profile)"
            lines =
                [[("Open this page in a browser, wherever it runs, and confirm the code:", .menu)], []]
                + TextCut.chunks(page.url, columns: max(20, state.size.columns - 6)).map { [($0, .menuKey)] }
                + [
                    [], [("code \(page.code)", .menuKey), (", before \(page.end.clock) UTC", .menu)], [],
                    [("This closes by itself once you have confirmed.", .menuDetail)],
                ]
            let giveUp = state.keymap.label(of: .interrupt) ?? "Ctrl-C"
            footer = state.isTooNew ? "one moment" : "y copy the address   Esc put away   \(giveUp) give up"
        case .messages(let fromEnd):
            title = "messages"
            lines = state.messages.all.flatMap { Self.lines(of: $0, columns: state.size.columns - 4) }
            scroll = fromEnd
            isFromEnd = true
            footer = "Esc back"
        }
        list = FramedList(
            title: title, environment: environment, prompt: prompt, lines: lines, selected: selected, scroll: scroll,
            isFromEnd: isFromEnd,
            footer: footer)
        self.actions = actions
    }

    /// A message with its time; continuation lines are indented.
    private static func lines(of message: Message, columns: Int) -> [FramedList.Line] {
        let clock = message.at.timestamp.clock + "  "
        let repeated = message.times > 1 ? " (\(message.times) times)" : ""
        let parts = TextCut.wrap(HarmlessText.of(message.text + repeated), columns: max(8, columns - clock.utf8.count))
        return parts.enumerated().map { index, part in
            let margin = index == 0 ? clock : String(repeating: " ", count: clock.utf8.count)
            return [(margin, .menuDetail), (part, message.kind.role)]
        }
    }

    /// The clusters that an answer is for.
    private static func beneficiaries(of question: Question, _ state: DeckState) -> [String] {
        let rows = state.waiting(for: question.profile)
        guard let first = rows.first else { return [] }
        return ["for \(first.id.name)" + (rows.count > 1 ? " and \(rows.count - 1) more" : "")]
    }
}

extension Message.Kind {
    /// Its style in a list.
    var role: Role {
        switch self {
        case .info: .menu
        case .warning: .messageWarning
        case .error: .messageError
        }
    }
}

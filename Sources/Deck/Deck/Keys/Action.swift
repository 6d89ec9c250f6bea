public import ScreenKit
public import TerminalUI

/// The keys of the deck and its dialogs.
public typealias Keymap = KeyTable<Action>

/// All actions of keys, the palette and the mouse. The raw value is the name in settings and in the palette.
public enum Action: String, KeyedAction {
    case open
    case nextTab = "next-tab"
    case fresh
    case keepFresh = "keep-fresh"
    case copy
    case copyAs = "copy-as"
    case copyThroughTerminal = "copy-through-terminal"
    case handOff = "hand-off"
    case proxy
    case inspect
    case doctor
    case edit
    case editFile = "edit-file"
    case discover
    case demo
    case activity
    case fanOut = "fan-out"
    case filter
    case mark
    case markAll = "mark-all"
    case sort
    case sortReverse = "sort-reverse"
    case details
    case wide
    case up
    case down
    case top
    case bottom
    case pageUp = "page-up"
    case pageDown = "page-down"
    case halfPageUp = "half-page-up"
    case halfPageDown = "half-page-down"
    case palette
    case themes
    case messages
    case mouse
    case help
    case reload
    case redraw
    case stop
    case accept
    case back
    case quit
    case interrupt

    /// The places where keys differ.
    public enum Place: Sendable, CaseIterable {
        /// On the deck itself.
        case deck
        /// In a dialog above it.
        case dialog
    }

    /// The actions of a place.
    public static func actions(at place: Place) -> [Action] {
        switch place {
        case .deck: allCases.filter { $0 != .accept }
        case .dialog:
            [
                .up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .accept, .back, .quit,
                .interrupt, .redraw, .stop,
            ]
        }
    }

    /// Ctrl-C on the deck.
    public static var lastWayOut: (key: Key, action: Action, place: Place)? { (.control("c"), .interrupt, .deck) }

    /// Whether the action works only in dialogs.
    public var isForDialogs: Bool { self == .accept }

    /// Whether the action signs or reveals a token.
    var usesToken: Bool {
        switch self {
        case .open, .fresh, .keepFresh, .copy, .copyAs, .copyThroughTerminal, .handOff, .proxy, .activity, .fanOut: true
        default: false
        }
    }

    /// The headings of the help.
    public enum Section: String, Sendable, CaseIterable {
        case tokens = "Tokens and sessions"
        case table = "The table"
        case moving = "Moving"
        case everywhere = "Everywhere"
    }

    /// The action's line in the table of keys.
    public var entry: KeyEntry<Section> {
        func entry(_ section: Section, _ keys: [String], _ help: String, hint: String? = nil) -> KeyEntry<Section> {
            KeyEntry(section, keys, help, hint: hint)
        }
        return switch self {
        case .open:
            entry(.tokens, ["enter"], "open an SQL session; signs a token first if needed", hint: "session")
        case .nextTab: entry(.tokens, ["tab"], "show the next open session; 1 to 9 show one by its number")
        case .fresh:
            entry(.tokens, ["r"], "sign a fresh token for the marked clusters, or for this one", hint: "fresh token")
        case .keepFresh: entry(.tokens, ["a"], "renew the token before it expires, on and off")
        case .copy:
            entry(
                .tokens, ["c"], "copy a token to the clipboard file, which is wiped when the token expires",
                hint: "copy")
        case .copyAs: entry(.tokens, ["C"], "copy a token in another format: raw, json, env, pgpass, my.cnf")
        case .copyThroughTerminal: entry(.tokens, ["y"], "copy a token to your terminal's clipboard (OSC 52)")
        case .handOff:
            entry(.tokens, ["x"], "run psql, mysql, pg_dump or another program on the cluster", hint: "hand off")
        case .proxy:
            entry(
                .tokens, ["p"],
                "open local sockets for other programs to the marked clusters, or to this one, on and off")
        case .inspect:
            entry(
                .tokens, ["i"], "show the cluster, its token, the signing identity and the certificate", hint: "inspect"
            )
        case .doctor: entry(.tokens, ["d"], "find out why a login works or does not, check by check")
        case .edit:
            entry(
                .tokens, ["e"], "edit the profile file at this cluster, in $EDITOR; write a first one with init",
                hint: "edit")
        case .editFile:
            entry(.tokens, ["E"], "edit the profile file in $EDITOR, also if there is none yet", hint: "edit")
        case .discover:
            entry(
                .tokens, ["D"], "find clusters in your AWS account and choose those to add to the profile file",
                hint: "discover")
        case .demo:
            entry(.everywhere, ["T"], "try everything on private servers, without an AWS account", hint: "demo")
        case .activity:
            entry(.tokens, ["A"], "show what runs on the marked clusters, or on this one, live", hint: "activity")
        case .fanOut: entry(.tokens, ["f"], "run one statement on the marked clusters", hint: "fan out")
        case .filter:
            entry(
                .table, ["/"], "show only clusters that match a name, a tag or the start of a word in the row",
                hint: "filter"
            )
        case .mark: entry(.table, ["space"], "mark or unmark the cluster")
        case .markAll: entry(.table, ["*"], "mark or unmark all clusters shown")
        case .sort: entry(.table, ["s"], "sort by the next column")
        case .sortReverse: entry(.table, ["S"], "reverse the sort order")
        case .wide:
            entry(.table, ["w"], "show database, tags, endpoint, note and server version in the table, on and off")
        case .details: entry(.table, ["v"], "show or hide the details pane")
        case .up: entry(.moving, ["k", "up"], "move one line up")
        case .down: entry(.moving, ["j", "down"], "move one line down")
        case .top: entry(.moving, ["g", "home"], "go to the first line")
        case .bottom: entry(.moving, ["G", "end"], "go to the last line")
        case .pageUp: entry(.moving, ["pageup", "ctrl-b"], "move one page up")
        case .pageDown: entry(.moving, ["pagedown", "ctrl-f"], "move one page down")
        case .halfPageUp: entry(.moving, ["ctrl-u"], "move half a page up")
        case .halfPageDown: entry(.moving, ["ctrl-d"], "move half a page down")
        case .palette: entry(.everywhere, [":"], "find an action by its name", hint: "command")
        case .themes: entry(.everywhere, ["t"], "choose a theme, with a live preview")
        case .messages: entry(.everywhere, ["L"], "show all messages")
        case .mouse: entry(.everywhere, ["M"], "give the mouse to the terminal to select text, on and off")
        case .help: entry(.everywhere, ["?", "F1"], "show this list; type to search it", hint: "help")
        case .reload: entry(.everywhere, ["ctrl-r"], "read the profile file, the settings and the AWS files again")
        case .redraw: entry(.everywhere, ["ctrl-l"], "redraw the screen")
        case .stop: entry(.everywhere, ["ctrl-z"], "suspend; the shell command fg returns")
        case .accept: entry(.everywhere, ["enter"], "in a dialog: accept the selection")
        case .back: entry(.everywhere, ["escape"], "close the dialog or clear the filter")
        case .quit: entry(.everywhere, ["q"], "close the dialog, or leave the deck", hint: "quit")
        case .interrupt: entry(.everywhere, ["ctrl-c"], "cancel what runs; when nothing runs, leave")
        }
    }
}

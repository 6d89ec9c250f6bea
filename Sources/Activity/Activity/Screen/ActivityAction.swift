public import ScreenKit
public import TerminalUI

/// The actions of keys on the activity screen.
public enum ActivityAction: String, KeyedAction {
    case query
    case cancel
    case terminate
    case plan
    case mark
    case copy
    case export
    case view
    case viewBack = "view-back"
    case sort
    case group
    case filter
    case idle
    case pause
    case earlier
    case later
    case now
    case faster
    case slower
    case clusters
    case up
    case down
    case top
    case bottom
    case pageUp = "page-up"
    case pageDown = "page-down"
    case help
    case redraw
    case stop
    case back
    case quit
    case interrupt

    /// The only place where keys are pressed.
    public enum Place: Sendable, CaseIterable {
        case screen
    }

    /// A heading of the help.
    public enum Section: String, Sendable, CaseIterable {
        case sessions = "Sessions"
        case views = "Views"
        case time = "Time"
        case everywhere = "Everywhere"
    }

    /// All of them.
    public static func actions(at place: Place) -> [ActivityAction] { allCases }
    /// Ctrl-C leaves the screen.
    public static var lastWayOut: (key: Key, action: ActivityAction, place: Place)? {
        (.control("c"), .interrupt, .screen)
    }

    /// No action is for dialogs.
    public var isForDialogs: Bool { false }
    /// The action's line in the table of keys.
    public var entry: KeyEntry<Section> {
        func entry(_ section: Section, _ keys: [String], _ help: String, hint: String? = nil) -> KeyEntry<Section> {
            KeyEntry(section, keys, help, hint: hint)
        }
        return switch self {
        case .query: entry(.sessions, ["enter"], "show the session with its whole statement", hint: "query")
        case .cancel: entry(.sessions, ["c"], "cancel the statement of the session", hint: "cancel")
        case .terminate: entry(.sessions, ["k"], "terminate the session", hint: "terminate")
        case .plan: entry(.sessions, ["E"], "open a session with the EXPLAIN of the statement in its editor")
        case .mark: entry(.sessions, ["m"], "mark or unmark the session, to end several at once")
        case .copy: entry(.sessions, ["y"], "copy the statement to your terminal's clipboard (OSC 52)")
        case .export: entry(.sessions, ["e"], "export all kept samples to a file: CSV or JSON", hint: "export")
        case .view:
            entry(
                .views, ["tab"],
                "show the next view: sessions, blocking, idle and long transactions, progress, statements",
                hint: "view")
        case .viewBack: entry(.views, ["shift-tab"], "show the previous view")
        case .sort: entry(.views, ["s"], "sort by transaction age, query age, wait or sessions blocked", hint: "sort")
        case .group: entry(.views, ["b"], "group by user, client, application or statement")
        case .filter:
            entry(.views, ["/"], "show only sessions with a text in one of their columns", hint: "filter")
        case .idle: entry(.views, ["i"], "show or hide idle sessions")
        case .pause: entry(.time, ["space"], "pause sampling, and go on", hint: "pause")
        case .earlier: entry(.time, ["["], "go back to the sample before", hint: "back in time")
        case .later: entry(.time, ["]"], "go on to the sample after")
        case .now: entry(.time, ["0"], "return to the newest sample")
        case .faster: entry(.time, ["+"], "sample more often")
        case .slower: entry(.time, ["-"], "sample less often")
        case .clusters: entry(.everywhere, ["n"], "show the next cluster")
        case .up: entry(.everywhere, ["up", "ctrl-p"], "move one line up")
        case .down: entry(.everywhere, ["down", "ctrl-n"], "move one line down")
        case .top: entry(.everywhere, ["g", "home"], "go to the first line")
        case .bottom: entry(.everywhere, ["G", "end"], "go to the last line")
        case .pageUp: entry(.everywhere, ["pageup", "ctrl-b"], "move one page up")
        case .pageDown: entry(.everywhere, ["pagedown", "ctrl-f"], "move one page down")
        case .help: entry(.everywhere, ["?", "F1"], "show this list; type to search it", hint: "help")
        case .redraw: entry(.everywhere, ["ctrl-l"], "redraw the screen")
        case .stop: entry(.everywhere, ["ctrl-z"], "suspend; the shell command fg returns")
        case .back: entry(.everywhere, ["escape"], "close the dialog, clear the filter, or go back", hint: "back")
        case .quit: entry(.everywhere, ["q"], "go back")
        case .interrupt: entry(.everywhere, ["ctrl-c"], "leave")
        }
    }
}

public import ScreenKit

/// The dialogs above the deck.
public enum Overlay: Sendable, Equatable {
    /// The keys and their meaning, with a filter.
    case help(FilteredList)
    /// All actions by name.
    case palette(FilteredList)
    /// The token formats for copying.
    case formats(selected: Int)
    /// The themes, and the theme before the choice.
    case themes(selected: Int, before: String)
    /// The program that gets a cluster.
    case handOff(RowID, TextField)
    /// All facts about a cluster, its token and its identity.
    case inspect(RowID, scroll: Int)
    /// The checks of a cluster's login.
    case diagnosis(RowID, scroll: Int)
    /// A question from a waiting operation.
    case question(Question, TextField)
    /// The page of a login.
    case login(LoginPage)
    /// All messages; `scroll` counts lines up from the end.
    case messages(scroll: Int)

    /// An id that is constant for one question; nil when there is none.
    var asking: String? {
        switch self {
        case .question(let question, _): "question \(question.number)"
        case .login(let page): "login \(page.code)"
        default: nil
        }
    }

    /// Whether characters go into an input line instead of acting as keys.
    public var takesText: Bool {
        switch self {
        case .help, .palette, .handOff, .question: true
        case .formats, .themes, .inspect, .diagnosis, .messages, .login: false
        }
    }
}

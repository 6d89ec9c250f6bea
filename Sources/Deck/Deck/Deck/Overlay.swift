public import ScreenKit

/// What is open above the deck.
public enum Overlay: Sendable, Equatable {
    /// The keys and what they do, narrowed down by typing.
    case help(FilteredList)
    /// Everything that can be done, by name.
    case palette(FilteredList)
    /// The forms in which a token can be copied.
    case formats(selected: Int)
    /// The themes; the one that was in use before.
    case themes(selected: Int, before: String)
    /// The program to hand a cluster to.
    case handOff(RowID, TextField)
    /// A cluster, its token and its identity in full.
    case inspect(RowID, scroll: Int)
    /// A question that somebody waits for.
    case question(Question, TextField)
    /// Where a login is confirmed.
    case login(LoginPage)
    /// All messages; lines scrolled up from the end.
    case messages(scroll: Int)

    /// What is asked, for as long as it is the same dialog; nil where nothing is.
    var asking: String? {
        switch self {
        case .question(let question, _): "question \(question.number)"
        case .login(let page): "login \(page.code)"
        default: nil
        }
    }

    /// Whether characters are typed into it rather than being keys of their own.
    public var takesText: Bool {
        switch self {
        case .help, .palette, .handOff, .question: true
        case .formats, .themes, .inspect, .messages, .login: false
        }
    }
}

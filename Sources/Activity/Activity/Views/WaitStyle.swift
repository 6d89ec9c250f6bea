import ScreenKit
import TerminalUI
import Themes

/// The look of a class of waits: a role for terminals with colours, a letter for those without.
struct WaitStyle {
    let role: Role
    let letter: Character

    /// The look of a wait, such as `Lock:transactionid`, or of a class, such as `Lock`.
    init(_ wait: String) {
        switch wait.prefix(while: { $0 != ":" }) {
        case "CPU": (role, letter) = (.tokenFresh, "C")
        case "Lock": (role, letter) = (.messageError, "L")
        case "LWLock": (role, letter) = (.tokenExpiring, "W")
        case "Synch": (role, letter) = (.tokenExpiring, "S")
        case "IO": (role, letter) = (.headingSorted, "I")
        case "IPC": (role, letter) = (.environmentStaging, "P")
        case "Client": (role, letter) = (.textStrong, "N")
        case "Timeout": (role, letter) = (.textDim, "T")
        default: (role, letter) = (.text, "O")
        }
    }

    /// The classes from the bottom of the chart to its top.
    static let order = ["CPU", "IO", "Client", "IPC", "Timeout", "Extension", "Synch", "LWLock", "BufferPin", "Lock"]

    static func place(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
}

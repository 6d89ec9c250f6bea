/// A part of the previous session after a new login.
public enum RestoredItem: Sendable, Equatable {
    /// A setting that the new session has too.
    case setting(name: String, value: String)
    /// A setting that the server refused; the reason.
    case refused(name: String, reason: String)
    /// Objects that ended with the old session.
    case lost([String])

    /// Whether the new session differs from the old one here.
    var isMissing: Bool { if case .setting = self { false } else { true } }

    var text: String {
        switch self {
        case .setting(let name, let value): "\(name) \(value)"
        case .refused(let name, let reason): "not \(name): \(reason)"
        case .lost(let names): "gone with the old session: " + names.joined(separator: ", ")
        }
    }
}

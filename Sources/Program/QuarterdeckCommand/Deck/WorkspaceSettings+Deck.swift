import Deck
import Workspace

extension WorkspaceSettings {
    /// What the settings say of sessions.
    init(_ deck: DeckSettings) {
        self.init()
        keys = Self.sessionKeys(of: deck.keys)
        usesVi = deck.usesVi
        resultMemory = deck.resultMemory
        nullText = deck.nullText
    }

    /// Those of all wished keys that are for sessions.
    static func sessionKeys(of keys: [String: [String]]) -> [String: [String]] {
        keys.filter { $0.key.hasPrefix("sql-") || $0.key.hasPrefix("grid-") }
    }
}

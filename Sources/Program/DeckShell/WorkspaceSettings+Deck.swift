import Deck
import Workspace

extension WorkspaceSettings {
    /// The settings for sessions.
    init(_ deck: DeckSettings) {
        self.init()
        keys = Self.sessionKeys(of: deck.keys)
        usesVi = deck.usesVi
        resultMemory = deck.resultMemory
        nullText = deck.nullText
    }

    /// The keys of the settings that belong to sessions.
    static func sessionKeys(of keys: [String: [String]]) -> [String: [String]] {
        keys.filter { $0.key.hasPrefix("sql-") || $0.key.hasPrefix("grid-") }
    }
}

import Deck
import Workspace

extension WorkspaceSettings {
    /// What the settings say of sessions.
    init(_ deck: DeckSettings) {
        self.init()
        keys = deck.keys.filter { $0.key.hasPrefix("sql-") || $0.key.hasPrefix("grid-") }
        usesVi = deck.usesVi
        resultMemory = deck.resultMemory
        nullText = deck.nullText
    }
}

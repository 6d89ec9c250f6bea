import Console
import Discovery
import Failures
import TerminalUI

/// The user's choice among the clusters that a search has found.
struct ClusterPick {
    let question: TerminalQuestion
    /// The answer that Enter alone gives: `all` or `none`.
    let offered: String

    /// Lists the clusters and asks for some of those that a token opens.
    func choose(from found: [FoundDatabase]) throws(Failure) -> [FoundDatabase] {
        let usable = found.filter(\.isUsable)
        for database in found where !database.isUsable {
            ErrorReport.plain("   -  \(database.name): \(database.reason ?? "")")
        }
        guard !usable.isEmpty else { return [] }
        for (index, database) in usable.enumerated() {
            let number = DisplayWidth.padding("\(index + 1)", to: 4)
            ErrorReport.plain("  \(number)\(database.name)  \(database.kind.rawValue)  \(database.region)")
        }
        while true {
            let answer = try question.ask("Which ones? Numbers or names by blanks, all, or none", default: offered)
            if answer == "all" { return usable }
            if answer == "none" { return [] }
            let chosen = answer.split { $0 == " " || $0 == "," }.map { word in
                usable.first { $0.name == word }
                    ?? Int(word).flatMap { usable.indices.contains($0 - 1) ? usable[$0 - 1] : nil }
            }
            if !chosen.isEmpty, !chosen.contains(where: { $0 == nil }) { return chosen.compactMap(\.self) }
            ErrorReport.plain("choose from the list, by number (1 to \(usable.count)) or by name")
        }
    }
}

import Catalog
import SQLWire

/// The help of all commands, generated from their table.
enum CommandHelp {
    static func lines(_ dialect: Dialect, topic: String?) -> [SheetLine] {
        let entries = CommandEntry.all(dialect).filter { entry in
            topic.map { wanted in entry.names.contains { $0.hasPrefix(wanted.drop { $0 == "\\" }) } } ?? true
        }
        guard !entries.isEmpty else { return [SheetLine("there is no command \\\(topic ?? "")", .error)] }
        let left = entries.map { entry in
            entry.names.map { "\\\($0)" }.joined(separator: " ")
                + (entry.arguments.isEmpty ? "" : " \(entry.arguments)")
        }
        let width = min(40, left.map(\.count).max() ?? 0)
        return CommandEntry.Topic.allCases.flatMap { heading -> [SheetLine] in
            let lines = zip(entries, left).filter { $0.0.topic == heading }.map { entry, names in
                let gap = String(repeating: " ", count: max(2, width + 2 - names.count))
                return SheetLine("  " + names + gap + entry.help, hanging: 2 + width + 2)
            }
            return lines.isEmpty ? [] : [SheetLine(heading.rawValue, .title)] + lines
        }
    }
}

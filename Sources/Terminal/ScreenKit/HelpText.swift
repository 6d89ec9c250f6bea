import TerminalUI
import Themes

/// The keys and what they do, made from the one table of actions.
public struct HelpText<Action: KeyedAction> {
    private let keymap: KeyTable<Action>
    private let keyWidth: Int
    private let nameWidth: Int

    /// The keys of a table.
    public init(_ keymap: KeyTable<Action>) {
        self.keymap = keymap
        keyWidth = Action.allCases.map { Self.keys($0, keymap).count }.max() ?? 0
        nameWidth = Action.allCases.map(\.rawValue.count).max() ?? 0
    }

    /// All actions that have every word somewhere: in the name, in what they do, in their keys.
    public func actions(matching text: String) -> [Action] {
        let words = text.lowercased().split(separator: " ")
        let found = Action.allCases.filter { action in
            let all = "\(action.rawValue) \(action.help) \(Self.keys(action, keymap))".lowercased()
            return !action.isForDialogs && words.allSatisfy { all.contains($0) }
        }
        // What begins with what was typed comes first.
        return found.filter { $0.rawValue.hasPrefix(text.lowercased()) }
            + found.filter { !$0.rawValue.hasPrefix(text.lowercased()) }
    }

    /// An action as a line of a list.
    public func line(_ action: Action) -> FramedList.Line {
        [
            (DisplayWidth.padding(Self.keys(action, keymap), to: keyWidth + 2), .menuKey),
            (DisplayWidth.padding(action.rawValue, to: nameWidth + 2), .menu), (action.help, .menuDetail),
        ]
    }

    /// The help: all of it under headings, or what matches.
    public func lines(matching text: String) -> [FramedList.Line] {
        guard text.allSatisfy({ $0 == " " }) else { return actions(matching: text).map(line) }
        return Action.Section.allCases.flatMap { section -> [FramedList.Line] in
            let heading: FramedList.Line = [(section.rawValue, .frameTitle)]
            return [heading] + Action.allCases.filter { $0.section == section }.map(line) + [[]]
        }.dropLast()
    }

    /// The same, with what does not fit in `columns` on lines of its own below its beginning.
    public func lines(matching text: String, columns: Int) -> [FramedList.Line] {
        lines(matching: text).flatMap { line -> [FramedList.Line] in
            guard line.count == 3, let last = line.last else { return [line] }
            let margin = line.dropLast().reduce(0) { $0 + DisplayWidth.of($1.text) }
            let parts = TextCut.wrap(last.text, columns: max(16, columns - margin))
            return parts.enumerated().map { index, part in
                index == 0
                    ? Array(line.dropLast()) + [(part, last.role)]
                    : [(String(repeating: " ", count: margin), last.role), (part, last.role)]
            }
        }
    }

    private static func keys(_ action: Action, _ keymap: KeyTable<Action>) -> String {
        let labels = keymap.keys(of: action).map(\.label)
        return labels.isEmpty ? "-" : labels.joined(separator: " ")
    }
}

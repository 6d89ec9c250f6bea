import TerminalUI
import Themes

/// The help about keys, generated from the table of actions.
public struct HelpText<Action: KeyedAction> {
    private let keymap: KeyTable<Action>
    private let keyWidth: Int
    private let nameWidth: Int

    public init(_ keymap: KeyTable<Action>) {
        self.keymap = keymap
        keyWidth = Action.allCases.map { Self.keys($0, keymap).count }.max() ?? 0
        nameWidth = Action.allCases.map(\.rawValue.count).max() ?? 0
    }

    /// All actions that contain every word of `text` in their name, help or keys.
    public func actions(matching text: String) -> [Action] {
        let words = text.lowercased().split(separator: " ")
        let found = Action.allCases.filter { action in
            let all = "\(action.rawValue) \(action.help) \(Self.keys(action, keymap))".lowercased()
            return !action.isForDialogs && words.allSatisfy { all.contains($0) }
        }
        // Names that begin with the text come first.
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

    /// The help: complete with headings, or only the matches.
    public func lines(matching text: String) -> [FramedList.Line] {
        guard text.allSatisfy({ $0 == " " }) else { return actions(matching: text).map(line) }
        return Action.Section.allCases.flatMap { section -> [FramedList.Line] in
            let heading: FramedList.Line = [(section.rawValue, .frameTitle)]
            return [heading] + Action.allCases.filter { $0.section == section }.map(line) + [[]]
        }.dropLast()
    }

    /// The help, with each text wrapped to `columns` below its beginning.
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

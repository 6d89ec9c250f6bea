import TerminalUI

extension Editor {
    /// The search that is being typed, for the status line: `/nam`, `search: nam`; nil when there is none.
    public var searchPrompt: String? {
        guard let entry = searchEntry else { return nil }
        if style == .vi { return (entry.isBackward ? "?" : "/") + entry.pattern }
        return (entry.isFailing ? "failing " : "") + (entry.isBackward ? "search back: " : "search: ") + entry.pattern
    }

    /// Begins a search: the following keys go into its pattern, until Enter, Esc or another command.
    public mutating func beginSearch(backward: Bool) {
        searchBefore = search
        searchEntry = SearchEntry(origin: cursor, isBackward: backward)
    }

    /// Moves to the next match of the last search; with `opposite`, in the other direction. Returns the match.
    @discardableResult
    public mutating func findNext(opposite: Bool = false) -> Search.Match? {
        guard let search else { return nil }
        let match = search.next(in: buffer, from: cursor, backward: search.isBackward != opposite)
        if let match {
            move(to: match.range.lowerBound)
            settle()
        }
        return match
    }

    /// Ends the search and its highlights.
    public mutating func endSearch() {
        searchEntry = nil
        search = nil
    }

    mutating func endSearchEntry() { searchEntry = nil }

    /// The first line of text pasted during a search goes into the pattern.
    mutating func pasteInSearch(_ text: String) {
        guard var entry = searchEntry, let line = text.split(whereSeparator: \.isNewline).first else { return }
        entry.pattern += line.prefix(1_000)
        _ = look(entry, from: entry.origin, including: style == .emacs)
    }

    /// Handles a key during a search; nil when it ends the search and must be handled again.
    mutating func pressInSearch(_ key: Key) -> EditorReply? {
        guard var entry = searchEntry else { return nil }
        switch key {
        case .character(let character):
            entry.pattern.append(character)
            let isFresh = entry.isFailing || style == .vi
            return look(entry, from: isFresh ? entry.origin : cursor, including: style == .emacs)
        case .named(.backspace, []), .control("h"):
            guard !entry.pattern.isEmpty else { return leaveSearch(to: entry.origin) }
            entry.pattern.removeLast()
            return look(entry, from: entry.origin, including: style == .emacs)
        case .control("s"), .control("r"):
            entry.isBackward = key == .control("r")
            if entry.pattern.isEmpty { entry.pattern = searchBefore?.pattern ?? "" }
            return look(entry, from: cursor, including: false)
        case .enter, .control("j"): return acceptSearch(entry)
        case .control("g"): return leaveSearch(to: entry.origin)
        case .escape where style == .vi: return leaveSearch(to: entry.origin)
        case .escape:
            searchEntry = nil
            return .handled
        case .named(.backspace, _):
            entry.pattern = String(
                entry.pattern.reversed().drop { !$0.isLetter && !$0.isNumber }
                    .drop { $0.isLetter || $0.isNumber }.reversed())
            return look(entry, from: entry.origin, including: style == .emacs)
        // A key without a meaning does not end the search.
        case .alt where style == .vi || EmacsKeys.table[key] == nil, .controlAlt: return .bell
        default:
            searchEntry = nil
            settle()
            return nil
        }
    }

    private mutating func acceptSearch(_ entry: SearchEntry) -> EditorReply {
        searchEntry = nil
        var entry = entry
        // vi's `/` and Enter repeats the previous pattern.
        if style == .vi, entry.pattern.isEmpty, let search {
            self.search = Search(search.pattern, isBackward: entry.isBackward, isWholeWord: search.isWholeWord)
            let match = self.search?.next(in: buffer, from: entry.origin, backward: entry.isBackward)
            entry.match = match
            entry.isFailing = match == nil
            if let match { move(to: match.range.lowerBound) }
        }
        guard style == .vi, let waiting = vi.waiting else {
            settle()
            return entry.isFailing ? .bell : .handled
        }
        vi.waiting = nil
        move(to: buffer.clamped(entry.origin))
        guard case .operate(let operation, _) = waiting.action, let match = entry.match else { return .bell }
        return performWhole(
            ViCommand(register: waiting.register, action: .operate(operation, .motion(.byMatch(match)))))
    }

    private mutating func leaveSearch(to origin: TextPosition) -> EditorReply {
        searchEntry = nil
        search = searchBefore
        vi.waiting = nil
        move(to: buffer.clamped(origin))
        settle()
        return .handled
    }

    private mutating func look(_ entry: SearchEntry, from place: TextPosition, including: Bool) -> EditorReply {
        var entry = entry
        let search = Search(entry.pattern, isBackward: entry.isBackward)
        self.search = entry.pattern.isEmpty ? searchBefore : search
        let match = search.next(in: buffer, from: place, backward: entry.isBackward, includingPosition: including)
        entry.isFailing = match == nil && !entry.pattern.isEmpty
        entry.match = match
        searchEntry = entry
        if entry.isFailing, style == .vi { move(to: buffer.clamped(entry.origin)) }
        if entry.pattern.isEmpty { move(to: buffer.clamped(entry.origin)) }
        if let match { move(to: match.range.lowerBound) }
        return entry.isFailing ? .bell : .handled
    }
}

import TerminalUI

/// The view of a text: its lines, their rows on the screen, the position and the search.
public struct TextReading: Sendable {
    /// A row of the screen.
    struct Row: Sendable {
        /// Its line.
        let line: Int
        /// Its part of the line.
        let range: Range<String.Index>
        /// The indentation in columns.
        let indent: Int
        /// Whether the line is wrapped, so that it does not scroll sideways.
        let isWrapped: Bool
    }

    /// The result of a search.
    enum Found: Equatable {
        case nowhere, only
        case found(wentRound: Bool)
    }

    /// The lines.
    private(set) var lines: [SheetLine] = []
    /// The lines as harmless text.
    private(set) var texts: [String] = []
    private(set) var rows: [Row] = []
    /// The size of the view.
    private(set) var size = Size(columns: 0, rows: 0)
    /// The width of the longest row.
    private(set) var widest = 0
    /// Whether all long lines are wrapped, not only prose.
    private let wrapsAll: Bool
    /// Whether a marked row moves; otherwise the text scrolls.
    private let hasCursor: Bool

    /// The marked row.
    private(set) var row = 0
    /// The first visible row.
    private(set) var top = 0
    /// Columns scrolled to the right.
    private(set) var left = 0
    /// The line at which the selection begins.
    private(set) var selection: Int?
    /// The search pattern.
    private(set) var pattern: String?
    /// The last match.
    private(set) var match: (line: Int, range: Range<String.Index>)?

    init(_ lines: [SheetLine] = [], wrapsAll: Bool = false, hasCursor: Bool = true) {
        self.wrapsAll = wrapsAll
        self.hasCursor = hasCursor
        set(lines)
    }

    /// The marked line.
    var line: Int { rows.indices.contains(row) ? rows[row].line : 0 }
    /// The selected lines, or else the marked one.
    var selectedLines: Range<Int> {
        guard !lines.isEmpty else { return 0..<0 }
        let other = min(selection ?? line, lines.count - 1)
        return min(line, other)..<max(line, other) + 1
    }
    /// The visible rows.
    var visible: Range<Int> { min(top, rows.count)..<min(rows.count, top + max(0, size.rows)) }
    private var lastTop: Int { max(0, rows.count - max(1, size.rows)) }

    /// Lines for copying and writing.
    func text(of range: Range<Int>) -> String { lines[range].map(\.text).joined(separator: "\n") }

    /// All lines without remarks.
    var wholeText: String { lines.filter { $0.kind != .dim }.map(\.text).joined(separator: "\n") }

    /// Sets new lines; the old ones must be their beginning.
    mutating func take(_ lines: [SheetLine]) {
        let first = self.lines.count
        guard lines.count > first else { return }
        self.lines += lines[first...]
        texts += lines[first...].map { HarmlessText.of($0.text) }
        guard size.columns > 0 else { return }
        for index in lines.indices[first...] { append(texts[index], index) }
        keepInSight()
    }

    private mutating func set(_ lines: [SheetLine]) {
        self.lines = lines
        texts = lines.map { HarmlessText.of($0.text) }
        layOut()
    }

    /// Wraps the text to a size.
    mutating func fit(_ size: Size) {
        guard size != self.size else { return }
        let isOther = size.columns != self.size.columns
        self.size = size
        if isOther { layOut() }
        keepInSight()
    }

    private mutating func layOut() {
        guard size.columns > 0 else { return }
        let (line, isAtTop) = (line, row == 0)
        rows = []
        widest = 0
        for (index, text) in texts.enumerated() { append(text, index) }
        row = isAtTop ? 0 : rows.firstIndex { $0.line >= line } ?? max(0, rows.count - 1)
        match = nil
        keepInSight()
    }

    private mutating func append(_ text: String, _ line: Int) {
        let hanging = wrapsAll ? 0 : lines[line].hanging.map { $0 <= size.columns / 2 ? $0 : 2 }
        guard let hanging, text.utf8.count > size.columns else {
            rows.append(Row(line: line, range: text.startIndex..<text.endIndex, indent: 0, isWrapped: hanging != nil))
            widest = max(widest, DisplayWidth.of(text))
            return
        }
        let parts = TextWrap.ranges(text, columns: size.columns, hanging: hanging, byWords: !wrapsAll)
        for (index, part) in parts.enumerated() {
            rows.append(Row(line: line, range: part, indent: index == 0 ? 0 : hanging, isWrapped: true))
        }
        widest = max(widest, min(size.columns, DisplayWidth.of(text)))
    }

    mutating func move(by count: Int) {
        if hasCursor {
            row = max(0, min(rows.count - 1, row.addingReportingOverflow(count).partialValue))
            if match?.line != line { match = nil }
        } else {
            top = max(0, min(lastTop, top.addingReportingOverflow(count).partialValue))
            row = top
        }
        keepInSight()
    }

    /// Moves to a line; beyond the last one to the end.
    mutating func move(toLine line: Int) {
        let place = line >= lines.count ? rows.count - 1 : rows.firstIndex { $0.line >= line } ?? 0
        move(by: place - (hasCursor ? row : top))
    }

    /// Moves to a visible row.
    mutating func point(at offset: Int) { move(by: top + offset - row) }

    mutating func scroll(to column: Int) { left = max(0, min(max(0, widest - size.columns), column)) }

    mutating func toggleSelection() { selection = selection == nil ? line : nil }

    mutating func deselect() { selection = nil }

    private mutating func keepInSight() {
        left = max(0, min(left, max(0, widest - size.columns)))
        row = max(0, min(row, rows.count - 1))
        guard hasCursor else {
            top = max(0, min(top, lastTop))
            return
        }
        top = max(0, min(max(row - max(1, size.rows) + 1, min(top, row)), lastTop))
    }
}

extension TextReading {
    mutating func search(_ text: String) {
        pattern = HarmlessText.of(text)
        match = nil
    }

    /// The number of matches.
    var matchCount: Int {
        let search = TextSearch(pattern ?? "")
        return texts.reduce(0) { $0 + search.ranges(in: $1[...]).count }
    }

    /// Finds the next or previous match; wraps around.
    mutating func find(isBackward: Bool) -> Found {
        guard let pattern, rows.indices.contains(row) else { return .nowhere }
        if let match, !hasCursor, !visible.contains(where: { rows[$0].line == match.line }) { self.match = nil }
        let search = TextSearch(pattern)
        let from = match ?? (rows[row].line, rows[row].range.lowerBound..<rows[row].range.lowerBound)
        let isFirst = match == nil
        for step in 0...texts.count {
            let place = (from.line + (isBackward ? -step : step) + 2 * texts.count) % texts.count
            var found = search.ranges(in: texts[place][...])
            if step == 0 {
                found = found.filter {
                    isBackward
                        ? $0.lowerBound < from.range.lowerBound
                        : isFirst ? $0.lowerBound >= from.range.lowerBound : $0.lowerBound > from.range.lowerBound
                }
            }
            guard let range = isBackward ? found.last : found.first else { continue }
            let isSame = !isFirst && place == from.line && range == from.range
            let wentRound = step > 0 && (isBackward ? place >= from.line : place <= from.line)
            show((place, range))
            return isSame ? .only : .found(wentRound: wentRound)
        }
        return .nowhere
    }

    private mutating func show(_ place: (line: Int, range: Range<String.Index>)) {
        match = place
        let rowOfMatch = rows.lastIndex { $0.line == place.line && $0.range.lowerBound <= place.range.lowerBound }
        guard let found = rowOfMatch else { return }
        row = found
        if !hasCursor, !visible.contains(found) { top = max(0, found - size.rows / 2) }
        if !rows[found].isWrapped {
            let start = DisplayWidth.of(texts[place.line][..<place.range.lowerBound])
            let end = start + DisplayWidth.of(texts[place.line][place.range])
            if end > left + size.columns { left = end - size.columns + min(8, size.columns / 4) }
            if start < left { left = max(0, start - 8) }
        }
        keepInSight()
    }
}

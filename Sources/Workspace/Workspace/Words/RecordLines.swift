import Failures
import Results
import SQLWire
import TerminalUI

/// A row of a result as lines: each column's name beside its value, which takes as many lines as it needs.
struct RecordLines: Sendable {
    /// A line of a value.
    struct Line: Sendable {
        /// The value's column, counted among the visible columns.
        let column: Int
        /// The index among the lines of the value.
        let place: Int
        /// Harmless text, no wider than the screen.
        let text: String
        /// Whether the line is a remark instead of a part of the value.
        var isRemark = false
    }

    private(set) var lines: [Line] = []
    /// The first line of each column.
    private(set) var firsts: [Int] = []

    /// The number of lines of a column's value.
    func lines(of column: Int) -> Int {
        guard firsts.indices.contains(column) else { return 1 }
        let end = column + 1 < firsts.count ? firsts[column + 1] : lines.count
        return end - firsts[column]
    }

    mutating func append(_ texts: [String], isRemark: Bool, remark: String?) {
        let column = firsts.count
        firsts.append(lines.count)
        for (place, text) in texts.enumerated() {
            lines.append(Line(column: column, place: place, text: text, isRemark: isRemark))
        }
        if let remark { lines.append(Line(column: column, place: texts.count, text: remark, isRemark: true)) }
    }
}

/// Reads rows as lines, one row at a time, and only a limited part of each value.
struct RecordReader {
    let store: ResultStore
    let arrangement: RowSelection?
    /// The visible columns as indices of the result.
    let columns: [Int]
    let nullText: String
    let dialect: Dialect
    /// The width for values.
    let width: Int
    private var known: [Int: RecordLines] = [:]

    /// The maximum number of bytes read of a row, and of each value.
    private static let mostOfRow = 4 << 20
    private static let mostOfValue = 64 << 10
    private static let leastOfValue = 1 << 10

    init(
        store: ResultStore, arrangement: RowSelection?, columns: [Int], nullText: String, dialect: Dialect, width: Int
    ) {
        self.store = store
        self.arrangement = arrangement
        self.columns = columns
        self.nullText = nullText
        self.dialect = dialect
        self.width = width
    }

    /// The lines of a row in display order.
    mutating func lines(of row: Int) -> RecordLines {
        if let lines = known[row] { return lines }
        let lines = read(row)
        // Only the visible rows and their neighbours are needed again.
        if known.count > 400 { known = [:] }
        known[row] = lines
        return lines
    }

    private func read(_ row: Int) -> RecordLines {
        var lines = RecordLines()
        guard let first = columns.min(), let last = columns.max() else { return lines }
        let limit = max(Self.leastOfValue, min(Self.mostOfValue, Self.mostOfRow / (last - first + 1)))
        let page: ResultPage
        do throws(Failure) {
            page = try store.page(rows: row..<row + 1, columns: first..<last + 1, cellLimit: limit, of: arrangement)
        } catch {
            for _ in columns { lines.append([error.what], isRemark: true, remark: nil) }
            return lines
        }
        for column in columns {
            guard let value = page[row, column] else {
                lines.append([nullText], isRemark: true, remark: nil)
                continue
            }
            let remark = value.isCut ? "… \(Count.grouped(value.byteCount)) bytes in all; Enter shows more" : nil
            lines.append(texts(value, store.columns[column]), isRemark: false, remark: remark)
        }
        return lines
    }

    private func texts(_ value: ResultPage.Cell, _ column: Column) -> [String] {
        if column.kind == .bytes, dialect == .mysql {
            return wrapped("0x" + CellText.hexadecimal(value.bytes))
        }
        let bytes = value.isCut ? CellText.whole(value.bytes) : value.bytes
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).flatMap { line in
            wrapped(HarmlessText.of(String(decoding: line, as: UTF8.self)))
        }
    }

    private func wrapped(_ text: String) -> [String] {
        guard text.utf8.count > width else { return [text] }
        return TextWrap.ranges(text, columns: width, byWords: false).map { String(text[$0]) }
    }
}

/// The visible part of a list of rows.
struct RecordPage: Sendable {
    /// A visible line.
    enum Line: Sendable {
        /// The beginning of a row, in display order.
        case heading(Int)
        case value(row: Int, RecordLines.Line)
    }

    /// The first visible row.
    var row = 0
    var lines: [Line] = []
    /// The names of the visible columns.
    var names: [String] = []
    /// The width of the names.
    var nameWidth = 0
}

/// The inputs of the page.
struct RecordKey: Equatable {
    let row: Int
    let column: Int
    let fieldLine: Int
    let size: Size
    let shown: [Int]
    let arrangement: Int
    /// The number of rows, as far as it affects the screen.
    let rows: Int
}

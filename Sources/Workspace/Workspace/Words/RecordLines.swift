import Failures
import Results
import SQLCore
import TerminalUI

/// A row of a result as lines: the name of each column beside its value, which takes as many lines as it needs.
struct RecordLines: Sendable {
    /// A line of a value.
    struct Line: Sendable {
        /// The value's column, counted among those that are shown.
        let column: Int
        /// Its place among the lines of the value.
        let place: Int
        /// Harmless, and no wider than the screen.
        let text: String
        /// Whether it is not of the value but about it.
        var isRemark = false
    }

    private(set) var lines: [Line] = []
    /// The first line of each column.
    private(set) var firsts: [Int] = []

    /// The lines of a column's value.
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

/// Reads rows as lines, one at a time; of each value no more than a part.
struct RecordReader {
    let store: ResultStore
    let arrangement: RowSelection?
    /// The columns that are shown, by the server's count.
    let columns: [Int]
    let nullText: String
    let dialect: Dialect
    /// Columns that a value has for itself.
    let width: Int
    private var known: [Int: RecordLines] = [:]

    /// Bytes that are read of a row, and of a value of it, at most.
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

    /// The lines of a row, counted in the order that is shown.
    mutating func lines(of row: Int) -> RecordLines {
        if let lines = known[row] { return lines }
        let lines = read(row)
        // What is on a screen, and what is beside it, is all that is asked for again.
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

/// The part of a list of rows that is on the screen.
struct RecordPage: Sendable {
    /// A line of it.
    enum Line: Sendable {
        /// A row begins, counted in the order that is shown.
        case heading(Int)
        case value(row: Int, RecordLines.Line)
    }

    /// The row at the top.
    var row = 0
    var lines: [Line] = []
    /// What the columns that are shown are called.
    var names: [String] = []
    /// Columns that the names take.
    var nameWidth = 0
}

/// What it depends on.
struct RecordKey: Equatable {
    let row: Int
    let column: Int
    let fieldLine: Int
    let size: Size
    let shown: [Int]
    let arrangement: Int
    /// Rows that there are, as far as they can be on the screen.
    let rows: Int
}

public import SQLWire

/// Collects the answer to one text of statements: a table for each result, up to limits.
public struct AnswerTables: Sendable {
    /// The rows of each result, in order. Invalid UTF-8 is repaired.
    public private(set) var tables: [[[String?]]] = []
    /// Why the server refused.
    public private(set) var failure: ServerMessage?
    private var bytes = 0
    private let mostRows: Int
    private let mostBytes: Int

    /// Keeps at most `mostRows` rows of each result and `mostBytes` bytes of all of them, and drops the rest.
    public init(mostRows: Int = ServerSample.most + 1, mostBytes: Int = 32 << 20) {
        self.mostRows = mostRows
        self.mostBytes = mostBytes
    }

    /// A complete answer.
    init(tables: [[[String?]]]) {
        self.init()
        self.tables = tables
    }

    /// Handles a part of the answer.
    public mutating func take(_ event: ResultEvent) {
        switch event {
        case .columns: tables.append([])
        case .rows(let batch): add(batch)
        case .failed(let message): failure = message
        case .complete, .data, .notice: break
        }
    }

    private mutating func add(_ batch: RowBatch) {
        guard !tables.isEmpty else { return }
        let last = tables.count - 1
        batch.withValues { values in
            for row in 0..<values.rowCount where tables[last].count < mostRows && bytes < mostBytes {
                tables[last].append(
                    (0..<values.columnCount).map { column in
                        values[row, column].map { value in
                            bytes += value.count
                            return String(decoding: value, as: UTF8.self)
                        }
                    })
            }
        }
    }
}

/// A row of an answer, read from left to right.
struct AnswerRow {
    private let values: [String?]
    private var next = 0

    init(_ values: [String?]) {
        self.values = values
    }

    /// The next value; nil for NULL and after the last one.
    mutating func text() -> String? {
        defer { next += 1 }
        return next < values.count ? values[next] : nil
    }

    /// The next value; nil also for the empty text.
    mutating func word() -> String? { text().flatMap { $0.isEmpty ? nil : $0 } }

    /// The next value as a number of seconds, never negative and never more than 30,000 years; nil also for no number.
    mutating func seconds() -> Double? {
        text().flatMap { Double($0) }.flatMap { $0.isNaN ? nil : max(0, min($0, 1e12)) }
    }

    /// The next value as a whole number, rounded down.
    mutating func number() -> UInt64? {
        text().flatMap { text in UInt64(text) ?? Double(text).flatMap { UInt64(exactly: $0.rounded(.towardZero)) } }
    }

    /// The next value as a Boolean of either engine.
    mutating func flag() -> Bool {
        switch text()?.lowercased() {
        case "t", "true", "1", "on", "yes": true
        default: false
        }
    }
}

extension StatementCost {
    /// Reads identifier, text, calls, seconds and rows.
    init(_ values: [String?]) {
        var row = AnswerRow(values)
        self.init(
            identifier: row.text() ?? "", query: row.text() ?? "", calls: row.number() ?? 0,
            seconds: row.seconds() ?? 0,
            rows: row.number() ?? 0)
    }
}

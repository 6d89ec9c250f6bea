public import Failures
public import SQLWire

/// The result that `\gset` and `\gexec` use instead of showing it; of several results the last one.
public struct HeldResult: Sendable {
    /// The maximum size of a kept result in bytes.
    public static let mostBytes = 64 << 20

    private var columns: [Column]?
    private var batches: [RowBatch] = []
    private var completion: Completion?
    /// The number of rows.
    public private(set) var rowCount = 0
    private var byteCount = 0

    /// An empty result.
    public init() {}

    /// Handles a part of the answer.
    ///
    /// - Returns: The events to show: results before the last one, notices, errors.
    public mutating func take(_ event: ResultEvent) -> [ResultEvent] {
        switch event {
        case .columns(let columns):
            let shown = release()
            self.columns = columns
            return shown
        case .rows(let batch):
            rowCount += batch.rowCount
            byteCount += batch.byteCount
            if byteCount <= Self.mostBytes { batches.append(batch) } else { batches = [] }
            return []
        case .complete(let completion) where completion.hasColumns:
            self.completion = completion
            return []
        case .complete: return release() + [event]
        case .failed:
            // A failed statement leaves no result.
            self = HeldResult()
            return [event]
        case .data, .notice: return [event]
        }
    }

    /// Returns the held events because another result follows.
    private mutating func release() -> [ResultEvent] {
        defer { self = HeldResult() }
        guard let columns, byteCount <= Self.mostBytes else { return [] }
        return [.columns(columns)] + batches.map { .rows($0) } + (completion.map { [.complete($0)] } ?? [])
    }

    /// The variables and their values, named after the columns; a nil value unsets a variable.
    ///
    /// - Returns: nil when there was no result at all, which psql ignores.
    /// - Throws: `.sqlFailed` unless there is exactly one row.
    public func values(prefix: String) throws(Failure) -> [(name: String, value: [UInt8]?)]? {
        guard let columns else { return nil }
        guard rowCount > 0 else { throw Failure(.sqlFailed, "no row for \\gset", why: "it takes one row") }
        guard rowCount == 1 else {
            throw Failure(
                .sqlFailed, "more than one row for \\gset", why: "\(rowCount) rows came, and it takes one",
                next: "LIMIT 1")
        }
        guard let row = batches.first(where: { $0.rowCount > 0 }) else { throw tooLarge("gset") }
        return columns.indices.map { column in
            (prefix + String(decoding: columns[column].name, as: UTF8.self), row.value(row: 0, column: column))
        }
    }

    /// The values as statements, row by row, without NULLs.
    ///
    /// - Throws: `.sqlFailed` when the result is too large.
    public func statements() throws(Failure) -> [[UInt8]] {
        guard byteCount <= Self.mostBytes else { throw tooLarge("gexec") }
        return batches.flatMap { batch in
            (0..<batch.rowCount).flatMap { row in
                (0..<batch.columnCount).compactMap { batch.value(row: row, column: $0) }
            }
        }
    }

    private func tooLarge(_ command: String) -> Failure {
        Failure(.sqlFailed, "the result is too large for \\\(command)", why: "it holds 64 MiB at most")
    }
}

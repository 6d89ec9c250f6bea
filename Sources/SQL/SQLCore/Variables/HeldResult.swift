public import Failures

/// The result that `\gset` and `\gexec` take from a statement instead of showing it: of several the last one.
public struct HeldResult: Sendable {
    /// No result is kept that is larger, in bytes.
    public static let mostBytes = 64 << 20

    private var columns: [Column]?
    private var batches: [RowBatch] = []
    private var completion: Completion?
    /// Rows that came.
    public private(set) var rowCount = 0
    private var byteCount = 0

    /// Nothing came yet.
    public init() {}

    /// Takes a piece of the answer.
    ///
    /// - Returns: What is to be shown: results before the last one, remarks, errors.
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
            // What came of it stands for nothing.
            self = HeldResult()
            return [event]
        case .data, .notice: return [event]
        }
    }

    /// Gives up what is held: another result follows.
    private mutating func release() -> [ResultEvent] {
        defer { self = HeldResult() }
        guard let columns, byteCount <= Self.mostBytes else { return [] }
        return [.columns(columns)] + batches.map { .rows($0) } + (completion.map { [.complete($0)] } ?? [])
    }

    /// Variables and their values, named as the columns are; nil takes a variable away.
    ///
    /// - Returns: nil when the statement brought no result at all, which psql takes for nothing to do.
    /// - Throws: `.sqlFailed` unless there is one row.
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

    /// The values that are statements themselves, row by row; NULL is none.
    ///
    /// - Throws: `.sqlFailed` when there are more than can be held.
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

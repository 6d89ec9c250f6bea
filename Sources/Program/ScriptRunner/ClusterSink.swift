import Failures
import Glibc
package import ResultDelivery
package import SQLWire
import Threads

/// Receives the statements' results of one cluster of several: results go into the merge, notices to standard error.
package final class ClusterSink: StatementSink {
    package let namesTable: Bool
    private let merge: ResultMerge
    private let index: Int
    private let dialect: Dialect
    private let report: RunReport
    private let remarks: StatementRemarks
    private let state = Locked(State())

    private struct State: Sendable {
        var target: [UInt8]?
        var isExpanded = false
        /// The number of rows of the current result.
        var rows = 0
        var failures: [ServerMessage] = []
    }

    package init(_ merge: ResultMerge, index: Int, namesTable: Bool, _ remarks: StatementRemarks) {
        self.merge = merge
        self.index = index
        self.namesTable = namesTable
        dialect = remarks.dialect
        report = remarks.report
        self.remarks = remarks
    }

    package func begin() {
        _ = merge.take(.statement, from: index)
    }

    package func name(table: [UInt8]?) {
        state.withLock { $0.target = table }
    }

    package func expand(_ isExpanded: Bool) {
        state.withLock { $0.isExpanded = isExpanded }
    }

    package func take(_ event: ResultEvent) -> Bool {
        switch event {
        case .columns(let columns):
            let (named, isExpanded) = state.withLock { ($0.target, $0.isExpanded) }
            let target = namesTable ? ColumnOrigin.common(of: columns)?.backquoted ?? named : nil
            return put(
                .header(ResultHeader(columns: columns, dialect: dialect, target: target, isExpanded: isExpanded)))
        case .rows(let batch):
            state.withLock { $0.rows += batch.rowCount }
            return put(.rows(batch))
        case .data(let bytes): return put(.data(bytes))
        case .complete(let completion):
            remarks.write(completion)
            state.withLock { $0.rows = 0 }
            return put(.end(isComplete: true))
        case .notice(let message): remarks.write(message)
        case .failed(let message):
            state.withLock { $0.failures.append(message) }
            abandon()
        }
        return writeError == 0
    }

    package func say(_ text: String) {
        // Among the rows of other clusters it could not be assigned to this one.
        report.plain(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    package func abandon() {
        let rows = state.withLock { state in
            defer { state.rows = 0 }
            return state.rows
        }
        if rows > 0, writeError == 0 {
            report.warn("INCOMPLETE: the result broke off after \(rows) row\(rows == 1 ? "" : "s")")
        }
        _ = put(.end(isComplete: false))
    }

    package func takeFailures() -> [ServerMessage] {
        state.withLock { state in
            defer { state.failures.removeAll() }
            return state.failures
        }
    }

    /// Rows that cannot be stored until their turn cannot be written either.
    package var writeError: Int32 { merge.failure == nil ? merge.writeError : EIO }

    private func put(_ piece: ResultPiece) -> Bool { merge.take(piece, from: index) }
}

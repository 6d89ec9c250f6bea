import Console
package import Failures
import Glibc
package import ResultFormats
package import SQLWire
import Threads

/// Receives the statements' results: results go to the output, notices to standard error.
package final class ResultSink: StatementSink {
    private let state: Locked<State>

    struct State: Sendable {
        var writer: any ResultWriter
        let make: @Sendable (_ target: [UInt8]?, _ isExpanded: Bool) -> any ResultWriter
        var isExpanded = false
        let output: ResultOutput
        let remarks: StatementRemarks
        let namesTable: Bool
        var isInResult = false
        /// The number of rows, or of COPY bytes, of the current result.
        var arrived = 0
        var writeError: Int32 = 0
        var failures: [ServerMessage] = []
    }

    /// - Parameter isChosen: Whether the user chose the format; then `\G` and `\gx` change only tables.
    package init(
        format: ResultFormat, isChosen: Bool, dialect: Dialect, output: ResultOutput, quiet: Bool, cluster: String?,
        csv: CSVChoice
    ) {
        let make: @Sendable ([UInt8]?, Bool) -> any ResultWriter = { target, isExpanded in
            (isExpanded && (format == .table || !isChosen) ? ResultFormat.vertical : format).makeWriter(
                WriterOptions(
                    dialect: dialect, forTerminal: output.isTerminal, quiet: quiet,
                    clusterColumn: cluster.map { Array($0.utf8) }, insertTarget: target, csv: csv))
        }
        let remarks = StatementRemarks(
            dialect: dialect, quiet: quiet, countsRows: format == .table || format == .vertical,
            report: RunReport(cluster: nil))
        state = Locked(
            State(
                writer: make(nil, false), make: make, output: output, remarks: remarks,
                namesTable: format == .insert))
        namesTable = format == .insert
    }

    package let namesTable: Bool

    package func begin() {}

    package func name(table: [UInt8]?) {
        state.withLock { $0.writer = $0.makeWriter(table) }
    }

    package func expand(_ isExpanded: Bool) {
        state.withLock { state in
            guard state.isExpanded != isExpanded else { return }
            state.isExpanded = isExpanded
            state.writer = state.makeWriter(nil)
        }
    }

    package func take(_ event: ResultEvent) -> Bool {
        state.withLock { $0.take(event) }
    }

    package func say(_ text: String) throws(Failure) {
        let bytes = Array(text.utf8)
        let shown = isatty(STDOUT_FILENO) == 1 ? HarmlessBytes.of(bytes) : bytes
        try StandardOutput.write(String(decoding: shown, as: UTF8.self))
    }

    package func takeFailures() -> [ServerMessage] {
        state.withLock { state in
            defer { state.failures.removeAll() }
            return state.failures
        }
    }

    package var writeError: Int32 { state.withLock { $0.writeError } }

    package func abandon() {
        state.withLock { $0.abandon() }
    }
}

extension ResultSink.State {
    func makeWriter(_ target: [UInt8]?) -> any ResultWriter {
        make(target, isExpanded)
    }

    mutating func take(_ event: ResultEvent) -> Bool {
        switch event {
        case .columns(let columns):
            if let table = ColumnOrigin.common(of: columns)?.backquoted, namesTable { writer = makeWriter(table) }
            writer.begin(columns)
            (isInResult, arrived) = (true, 0)
        case .rows(let batch):
            writer.write(batch)
            arrived += batch.rowCount
            flush()
        case .complete(let completion):
            if completion.hasColumns, isInResult { writer.end() }
            (isInResult, arrived) = (false, 0)
            flush()
            remarks.write(completion)
        case .data(let bytes):
            arrived += bytes.count
            let bytes = output.isTerminal ? HarmlessBytes.of(bytes) : bytes
            if writeError == 0 { writeError = bytes.withUnsafeBytes { output.write($0) } }
        case .notice(let message):
            flush()
            remarks.write(message)
        case .failed(let message):
            abandon()
            failures.append(message)
        }
        return writeError == 0
    }

    mutating func abandon() {
        if isInResult { writer.abandon() }
        // Nothing is readable when the output has failed.
        if arrived > 0, writeError == 0 {
            let what = isInResult ? "\(arrived) row\(arrived == 1 ? "" : "s")" : "\(arrived) bytes"
            remarks.report.warn("INCOMPLETE: the result broke off after \(what)")
        }
        (isInResult, arrived) = (false, 0)
        flush()
    }

    private mutating func flush() {
        if writeError == 0 {
            let output = output
            writeError = writer.output.withBytes { $0.isEmpty ? 0 : output.write($0) }
        }
        writer.output.removeAll()
    }
}

public import Activity
public import Failures
import LocalFiles
import ResultFormats
import SQLWire
import ScreenKit
import Timestamps

/// Writes the kept samples of servers to a file: one row for each session and sample, the oldest sample first.
public struct SampleExport: Sendable {
    private let clusters: [ClusterActivity]

    private static let columns: [Column] = {
        let kinds: [(String, Column.Kind)] = [
            ("time", .text), ("cluster", .text), ("engine", .text), ("pid", .integer), ("user", .text),
            ("database", .text), ("client", .text), ("application", .text), ("state", .text), ("wait", .text),
            ("transaction_age", .decimal), ("query_age", .decimal), ("blocked_by", .json), ("lock", .text),
            ("query", .text),
        ]
        return kinds.map { Column(name: Array($0.0.utf8), kind: $0.1) }
    }()

    /// An export of the samples that exist now.
    public init(_ clusters: [ClusterActivity]) {
        self.clusters = clusters
    }

    /// Writes a new file of mode 0600. The end of its name determines the format: `.csv`, `.tsv`, `.json` or `.jsonl`.
    ///
    /// - Returns: The numbers of written samples and rows.
    /// - Throws: A `Failure`; then nothing is left behind. An existing file is never replaced.
    public func write(to path: String) throws(Failure) -> (samples: Int, rows: Int) {
        let suffix = path.split(separator: ".").last.flatMap { ResultFormat(rawValue: String($0)) }
        guard let format = suffix, [.csv, .tsv, .json, .jsonl].contains(format) else {
            throw Failure(
                .usage, "cannot export the samples to \(path)", why: "the name does not end in a known format",
                next: "end it in .csv, .tsv, .json or .jsonl")
        }
        let file = try FutureFile(path, replaces: false)
        var writer = format.makeWriter(WriterOptions(dialect: .postgresql, quiet: true))
        var done = (samples: 0, rows: 0)
        writer.begin(Self.columns)
        for cluster in clusters {
            for point in cluster.history.points {
                guard let sample = point.sample else { continue }
                var batch = RowBatch(columnCount: Self.columns.count)
                for session in sample.sessions { batch.append(Self.row(session, cluster, at: point.at)) }
                writer.write(batch)
                try writer.output.withBytes { (bytes) throws(Failure) in try file.write(bytes) }
                writer.output.removeAll()
                done = (done.samples + 1, done.rows + batch.rowCount)
            }
        }
        writer.end()
        try writer.output.withBytes { (bytes) throws(Failure) in try file.write(bytes) }
        try file.place()
        return done
    }

    private static func row(_ session: ServerSession, _ cluster: ClusterActivity, at moment: Moment) -> [String?] {
        [
            time(moment), cluster.row.name, cluster.engine.lowercased(), "\(session.pid)", session.user,
            session.database, session.client, session.application, session.state, session.wait,
            session.transactionAge.map(seconds), session.queryAge.map(seconds),
            "[" + session.blockedBy.map(String.init).joined(separator: ",") + "]", session.lock, session.query,
        ]
    }

    /// `2026-11-21T14:02:31.250Z`: samples may be half a second apart.
    private static func time(_ moment: Moment) -> String {
        "\(moment.timestamp.rfc3339.dropLast()).\(thousandths(moment.wall / 1_000_000))Z"
    }

    private static func seconds(_ value: Double) -> String {
        let all = Int64(saturating: (value * 1_000).rounded())
        return "\(all / 1_000).\(thousandths(all))"
    }

    private static func thousandths(_ value: Int64) -> String {
        let digits = "\((value % 1_000 + 1_000) % 1_000)"
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension RowBatch {
    /// Appends a row of texts, nil for NULL.
    fileprivate mutating func append(_ row: [String?]) {
        appendRow(counts: row.map { $0?.utf8.count }) { target in
            target.copyBytes(from: row.flatMap { $0.map { Array($0.utf8) } ?? [] })
        }
    }
}

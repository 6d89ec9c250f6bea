import ClusterAccess
import Console
import Endpoints
import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI
import Workspace

/// The output of `sql --dry-run`: the clusters on which the SQL would run. It signs no token and opens no connection.
struct FanOutPreview {
    private let entries: [ProfileFile.Entry]

    /// Uses the clusters with these names, or a single cluster.
    init(
        _ selection: LoginSelection, _ names: [String]?, _ cluster: Cluster?, _ options: ClusterChoice
    ) throws(Failure) {
        var entries: [ProfileFile.Entry] = cluster.map { [.cluster($0)] } ?? []
        for name in names ?? [] {
            switch selection.profiles[name] {
            case .broken(let name, let issues): entries.append(.broken(name: name, issues: issues))
            default: entries.append(.cluster(try selection.cluster(named: name, options)))
            }
        }
        self.entries = entries
    }

    /// Prints a line for each cluster; the errors of a broken one go to standard error.
    func write() throws(Failure) -> ExitStatus {
        var status = ExitStatus.done
        var rows: [[String]] = []
        for entry in entries {
            switch entry {
            case .cluster(let cluster): rows.append(Self.cells(cluster))
            case .broken(_, let issues):
                guard let issue = issues.first else { continue }
                ErrorReport.write(Failure(issue, of: issues.count))
                status = .badConfiguration
            }
        }
        try StandardOutput.write(Self.lines(rows))
        let production = rows.count { Environment($0[1]) == .production }
        let words = production > 0 ? ", \(production) of them production" : ""
        ErrorReport.note("\(Count.of(rows.count, "cluster"))\(words); nothing was run")
        return status
    }

    private static func cells(_ cluster: Cluster) -> [String] {
        [
            cluster.name, cluster.environment ?? "-", cluster.engine.rawValue, cluster.user ?? "-",
            "\(cluster.endpoint.host):\(cluster.port)" + (cluster.isReadOnly ? "  read-only" : ""),
        ].map { HarmlessText.of($0) }
    }

    private static func lines(_ rows: [[String]]) -> String {
        let widths = (0..<4).map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column < widths.count ? DisplayWidth.padding(cell, to: widths[column]) : cell
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}

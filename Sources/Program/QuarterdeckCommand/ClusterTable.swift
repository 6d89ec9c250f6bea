import Endpoints
import Profiles
import TOML
import TerminalUI

/// The clusters as a table for people.
enum ClusterTable {
    private static let header = ["ENV", "NAME", "ENGINE", "REGION", "USER", "ENDPOINT"]

    static func text(_ profiles: ProfileFile) -> String {
        guard !profiles.entries.isEmpty else { return "no clusters yet: add a [clusters.NAME] table\n" }
        let rows = [header] + profiles.entries.flatMap(rows)
        // The last column has no fixed width; a broken cluster's reason begins in the second column.
        let widths = header.indices.dropLast().map { column in
            rows.filter { $0.count == header.count }.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        let names = rows.map { DisplayWidth.of($0[1]) }.max() ?? 0
        return rows.map { row in
            row.enumerated().map { index, cell in
                if index == row.count - 1 { return cell }
                return DisplayWidth.padding(cell, to: index == 1 ? names : widths[index])
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// The short form of a tunnel; commands are long.
    private static func way(_ tunnel: TunnelRoute?) -> String {
        switch tunnel {
        case .ssh?, .instance?, .taggedInstance?: tunnel.map { " via \($0)" } ?? ""
        case .command?: " via tunnel_command"
        case nil: ""
        }
    }

    /// One row for a cluster, or one for each mistake of a broken one.
    private static func rows(_ entry: ProfileFile.Entry) -> [[String]] {
        let rows: [[String]]
        switch entry {
        case .cluster(let cluster):
            rows = [
                [
                    cluster.environment ?? "-", cluster.name, cluster.engine.displayName, cluster.region ?? "?",
                    cluster.user ?? "-",
                    "\(cluster.endpoint.host):\(cluster.port)"
                        + (cluster.connectTo.map { " via \($0)" } ?? Self.way(cluster.tunnel))
                        + (cluster.isReadOnly ? " read-only" : ""),
                ]
            ]
        case .broken(let name, let issues):
            rows = issues.map { issue in
                ["???", name, "\(issue.place) \(issue.message)" + (issue.suggestion.map { "; \($0)" } ?? "")]
            }
        }
        return rows.map { $0.map { HarmlessText.of($0) } }
    }
}

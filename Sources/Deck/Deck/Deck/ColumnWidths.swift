import Endpoints
import Profiles
import ScreenKit
import TerminalUI

/// The widths of the table's columns for all clusters, so that columns do not move while scrolling.
public struct ColumnWidths: Sendable, Equatable {
    var environment = 3
    var name = 4
    var engine = 6
    var role = 4
    var region = 6
    var user = 4
    var database = 8
    var endpoint = 8
    var tags = 4
    var note = 4

    init() {}

    /// The widths for rows, limited to what a screen can show.
    init(_ rows: [ClusterRow]) {
        for row in rows {
            environment = max(environment, row.environmentLabel.map { min(12, DisplayWidth.of($0)) } ?? 3)
            name = max(name, min(120, DisplayWidth.of(HarmlessText.of(row.id.name))))
            role = max(role, row.role.utf8.count)
            guard let cluster = row.cluster else { continue }
            region = max(region, min(16, cluster.region?.utf8.count ?? 0))
            database = max(database, cluster.database.map { min(24, DisplayWidth.of(HarmlessText.of($0))) } ?? 0)
            endpoint = max(endpoint, min(120, cluster.endpoint.host.utf8.count))
            tags = max(tags, min(32, DisplayWidth.of(HarmlessText.of(cluster.tagList))))
            note = max(note, cluster.note.map { min(80, DisplayWidth.of(HarmlessText.of($0))) } ?? 0)
            user = max(user, cluster.user.map { min(20, DisplayWidth.of(HarmlessText.of($0))) } ?? 0)
        }
    }
}

extension Cluster {
    /// The tags in one text.
    var tagList: String { tags.joined(separator: ", ") }
}

extension ClusterRow {
    /// The label of its environment; nil when it has none.
    var environmentLabel: String? {
        cluster?.environment.map { HarmlessText.of(Environment.label($0)) }
    }
}

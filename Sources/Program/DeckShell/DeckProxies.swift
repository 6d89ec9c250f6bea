import ClusterAccess
import Deck
import DeckRuntime
import Failures
import Profiles
import ScreenKit
import Threads
import TokenDelivery

/// The local sockets that the deck has opened for other programs.
final class DeckProxies: Sendable {
    private struct Sockets {
        var running: [RowID: ProxiedCluster] = [:]
        var opening: Set<RowID> = []
    }

    private let sockets = Locked(Sockets())

    /// Opens the sockets of a cluster. Blocks.
    ///
    /// - Returns: A command line that reaches the cluster through them; nil if another call is opening them.
    func open(
        _ row: RowID, _ tokenSource: TokenSource, report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> String? {
        let isNew = sockets.withLock { $0.running[row] == nil && $0.opening.insert(row).inserted }
        guard isNew else { return nil }
        defer { sockets.withLock { _ = $0.opening.remove(row) } }
        let cluster = try ProxiedCluster(tokenSource, report: report)
        sockets.withLock { $0.running[row] = cluster }
        return cluster.line.command
    }

    /// Closes the sockets of a cluster and ends the connections. Blocks.
    func close(_ row: RowID) {
        sockets.withLock { $0.running.removeValue(forKey: row) }?.stop()
    }

    func closeAll() {
        let all = sockets.withLock { sockets in
            defer { sockets.running = [:] }
            return Array(sockets.running.values)
        }
        for cluster in all { cluster.stop() }
    }

    /// The number of connections to each cluster.
    var counts: [RowID: Int] { sockets.withLock { $0.running }.mapValues(\.connectionCount) }
}

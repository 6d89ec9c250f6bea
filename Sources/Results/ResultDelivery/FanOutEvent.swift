public import SQLWire

/// A part of the answers of several clusters to one statement.
public enum FanOutEvent: Sendable {
    /// Begins the next grid; the first column is the cluster. Grids are numbered from 0.
    case columns([Column])
    /// More rows of a grid.
    case rows(grid: Int, RowBatch)
    /// A message about a cluster.
    case notice(ServerMessage)
    /// The progress of all clusters, in their order.
    case progress([ClusterProgress])
}

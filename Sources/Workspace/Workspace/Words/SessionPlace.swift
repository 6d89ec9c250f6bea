public import Profiles
public import SQLCore
public import ScreenKit

/// The id of a session in this invocation.
public struct TabID: Sendable, Hashable {
    /// Ascending from 1; never reused.
    public let number: Int

    public init(_ number: Int) { self.number = number }
}

/// The cluster and the user of a session.
public struct SessionPlace: Sendable {
    /// The cluster's row of the deck.
    public let row: RowID
    /// The cluster, with flags applied.
    public let cluster: Cluster
    public let dialect: Dialect
    /// The database user.
    public let user: String
    /// Whether it was opened for writing although sessions are read-only, or as another user.
    public let isForWriting: Bool

    public init(row: RowID, cluster: Cluster, isForWriting: Bool = false) {
        self.row = row
        self.cluster = cluster
        dialect = cluster.engine == .mysql ? .mysql : .postgresql
        user = cluster.user ?? ""
        self.isForWriting = isForWriting
    }

    /// The meaning of the cluster's environment.
    public var environment: Environment { cluster.environment.map { Environment($0) } ?? .other }

    /// Whether destructive statements need a confirmation.
    public var isGuarded: Bool { environment == .production || cluster.isReadOnly }
}

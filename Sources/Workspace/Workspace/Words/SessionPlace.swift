public import Profiles
public import SQLCore
public import ScreenKit

/// Which session of the program is meant.
public struct TabID: Sendable, Hashable {
    /// Counted up from 1; a number is never used again.
    public let number: Int

    /// A session by its number.
    public init(_ number: Int) { self.number = number }
}

/// Where a session is: a cluster, as one of its users.
public struct SessionPlace: Sendable {
    /// The cluster's row of the deck.
    public let row: RowID
    /// The cluster, with what flags changed.
    public let cluster: Cluster
    /// Whose conventions hold there.
    public let dialect: Dialect
    /// The database user.
    public let user: String
    /// Whether it was opened to write where sessions are read-only otherwise, or as another user than usual.
    public let isForWriting: Bool

    /// A session's place.
    public init(row: RowID, cluster: Cluster, isForWriting: Bool = false) {
        self.row = row
        self.cluster = cluster
        dialect = cluster.engine == .mysql ? .mysql : .postgresql
        user = cluster.user ?? ""
        self.isForWriting = isForWriting
    }

    /// What the cluster's environment means.
    public var environment: Environment { cluster.environment.map { Environment($0) } ?? .other }

    /// Whether statements that destroy are asked about.
    public var isGuarded: Bool { environment == .production || cluster.isReadOnly }
}

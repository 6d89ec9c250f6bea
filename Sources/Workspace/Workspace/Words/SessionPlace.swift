public import Profiles
public import SQLWire
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
    /// The clusters on which each statement runs; empty for a single one.
    public let members: [Member]

    /// One of several clusters.
    public struct Member: Sendable {
        /// The cluster's row of the deck.
        public let row: RowID
        /// The cluster, with what flags changed.
        public let cluster: Cluster

        public init(row: RowID, cluster: Cluster) {
            self.row = row
            self.cluster = cluster
        }
    }

    public init(row: RowID, cluster: Cluster, isForWriting: Bool = false, members: [Member] = []) {
        self.members = members
        self.row = row
        self.cluster = cluster
        dialect = cluster.engine == .mysql ? .mysql : .postgresql
        user = cluster.user ?? ""
        self.isForWriting = isForWriting
    }

    /// The meaning of the cluster's environment.
    public var environment: Environment { cluster.environment.map { Environment($0) } ?? .other }

    /// Whether destructive statements need a confirmation.
    public var isGuarded: Bool { environment == .production || cluster.isReadOnly || !members.isEmpty }

    /// Several clusters as one place: read-only, and production if one of them is.
    ///
    /// - Parameter members: At least one cluster.
    public init?(_ members: [Member], isForWriting: Bool = false) {
        guard let first = members.first?.cluster else { return nil }
        let isMySQL = members.allSatisfy { $0.cluster.engine == .mysql }
        let name = "\(members.count) clusters"
        var cluster = Cluster(name: name, engine: isMySQL ? .mysql : .postgresql, endpoint: first.endpoint)
        let environments = members.map(\.cluster.environment)
        let production = environments.first { $0.map { Environment($0) == .production } ?? false }
        cluster.environment = production ?? (Set(environments).count == 1 ? first.environment : nil)
        let users = Set(members.map(\.cluster.user))
        cluster.user = users.count == 1 ? first.user : "each cluster's user"
        cluster.isReadOnly = !isForWriting
        self.init(row: RowID(name), cluster: cluster, isForWriting: isForWriting, members: members)
    }
}

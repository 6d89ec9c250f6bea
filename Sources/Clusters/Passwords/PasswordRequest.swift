import Endpoints
public import Profiles

/// The login that needs a password.
public struct PasswordRequest: Sendable {
    /// The cluster of the profile file, with the flags applied.
    public let cluster: Cluster
    /// The database user.
    public let user: String
    /// Where the user's password comes from.
    public let origin: PasswordOrigin

    /// A request; nil when the user logs in with a token.
    public init?(_ cluster: Cluster, user: String) {
        guard let origin = cluster.passwords[user] else { return nil }
        self.cluster = cluster
        self.user = user
        self.origin = origin
    }

    /// The key of the cache. A cluster that leads to another server needs its password fetched again.
    struct Key: Hashable {
        let cluster: String
        let host: String
        let user: String
        let origin: PasswordOrigin
        let profile: String?
    }

    var key: Key {
        Key(cluster: cluster.name, host: cluster.endpoint.host, user: user, origin: origin, profile: cluster.awsProfile)
    }
}

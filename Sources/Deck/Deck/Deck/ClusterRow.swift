import Endpoints
public import Failures
public import Profiles
public import ScreenKit
public import TOML

/// A row of the table: a cluster of the profile file and its state.
public struct ClusterRow: Sendable {
    public let id: RowID
    /// The entry of the profile file.
    public let entry: ProfileFile.Entry
    /// The state of its token.
    public var token = TokenState()
    /// When the password of its logins was fetched; nil when it is not in memory.
    public var passwordAt: Moment?
    /// The last event, in a few words.
    public var last: Message?
    /// Why the server rejected the last login, until the next attempt.
    public var refusal: Failure?
    /// The server's certificate.
    public var certificate = CertificateState.unknown
    /// The last checks of the cluster's login.
    public var diagnosis: Diagnosis?

    /// The row of a cluster in its initial state.
    public init(id: RowID, entry: ProfileFile.Entry) {
        self.id = id
        self.entry = entry
    }

    /// The cluster, if it is usable.
    public var cluster: Cluster? {
        if case .cluster(let cluster) = entry { cluster } else { nil }
    }

    /// The issues of a broken cluster.
    public var issues: [SourceIssue] {
        if case .broken(_, let issues) = entry { issues } else { [] }
    }

    /// The last failure that was not resolved since.
    var trouble: Failure? { refusal ?? token.failure ?? (last?.kind == .error ? last?.failure : nil) }

    /// The identity that signs for it.
    public var identity: IdentityName { IdentityName(profile: cluster?.awsProfile) }

    /// `pg`, `my`, `dsql`.
    public var engine: String {
        switch cluster?.engine {
        case .postgresql: "pg"
        case .mysql: "my"
        case .dsql: "dsql"
        case nil: "-"
        }
    }

    /// The kind of its endpoint, from its name.
    public var role: String {
        switch cluster?.endpoint.kind {
        case .writer, .globalWriter: "writer"
        case .reader: "reader"
        case .custom: "custom"
        case .instance: "instance"
        case .proxy: "proxy"
        case .shardGroup: "shards"
        case .dsql, nil: "-"
        }
    }
}

/// The state of inspecting a server's certificate.
public enum CertificateState: Sendable {
    case unknown, asking
    case known(CertificateFacts)
    case failed(Failure)
}

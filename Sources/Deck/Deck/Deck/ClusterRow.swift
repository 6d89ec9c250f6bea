import Endpoints
public import Failures
public import Profiles
public import ScreenKit
public import TOML

/// A line of the table: a cluster of the profile file with all that happened to it.
public struct ClusterRow: Sendable {
    /// Which one it is.
    public let id: RowID
    /// What the file says.
    public let entry: ProfileFile.Entry
    /// What is known of its token.
    public var token = TokenState()
    /// What happened last, in a few words.
    public var last: Message?
    /// Why the server refused the last login, until another one is tried.
    public var refusal: Failure?
    /// The server's certificate.
    public var certificate = CertificateState.unknown

    /// A line of a cluster to which nothing has happened.
    public init(id: RowID, entry: ProfileFile.Entry) {
        self.id = id
        self.entry = entry
    }

    /// The cluster, where it can be used.
    public var cluster: Cluster? {
        if case .cluster(let cluster) = entry { cluster } else { nil }
    }

    /// What is wrong with it, where it cannot be.
    public var issues: [SourceIssue] {
        if case .broken(_, let issues) = entry { issues } else { [] }
    }

    /// What went wrong with it and was not put right since.
    var trouble: Failure? { refusal ?? token.failure ?? (last?.kind == .error ? last?.failure : nil) }

    /// Whose credentials sign for it.
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

    /// What its endpoint leads to, as its name tells.
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

/// A server's certificate as far as it was looked at.
public enum CertificateState: Sendable {
    case unknown, asking
    case known(CertificateFacts)
    case failed(Failure)
}

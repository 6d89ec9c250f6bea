/// The names of the sandbox's clusters, users and account. None of them exists in AWS.
enum SandboxNames {
    static let region = "eu-west-1"
    static let account = "123456789012"
    static let users = ["jane_doe", "jane_ro"]
    static let database = "harbor"
    /// The VPC of the clusters and of the instance.
    static let network = "vpc-0a1b2c3d4e5f60718"
    /// The instance whose agent is connected to Systems Manager.
    static let bastion = "i-0123456789abcdef0"
    private static let zone = "c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    static func writer(_ cluster: String) -> String { "\(cluster).cluster-\(zone)" }
    static func reader(_ cluster: String) -> String { "\(cluster).cluster-ro-\(zone)" }
}

/// One of the two servers.
enum SandboxEngine: String, Sendable, CaseIterable {
    case postgresql
    case mysql

    /// The byte that identifies the server to the verifier.
    var letter: UInt8 {
        switch self {
        case .postgresql: UInt8(ascii: "P")
        case .mysql: UInt8(ascii: "M")
        }
    }

    /// The cluster's name, and the name in its certificate.
    var cluster: String {
        switch self {
        case .postgresql: "harbor"
        case .mysql: "ferry"
        }
    }

    /// The port of the endpoint, which is signed even if the connection uses another port.
    var signedPort: Int {
        switch self {
        case .postgresql: 5432
        case .mysql: 3306
        }
    }

    /// The hosts for which the server accepts tokens.
    var hosts: [String] { [SandboxNames.writer(cluster), SandboxNames.reader(cluster), privateHost] }

    /// The endpoint that is reachable only through a tunnel.
    var privateHost: String { SandboxNames.writer(privateCluster) }

    /// The cluster of that endpoint.
    var privateCluster: String { cluster + "-private" }
}

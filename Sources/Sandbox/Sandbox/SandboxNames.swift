/// The names that the sandbox's clusters, users and account go by. None of them exists in AWS.
enum SandboxNames {
    static let region = "eu-west-1"
    static let account = "123456789012"
    static let users = ["jane_doe", "jane_ro"]
    static let database = "harbor"
    private static let zone = "c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    static func writer(_ cluster: String) -> String { "\(cluster).cluster-\(zone)" }
    static func reader(_ cluster: String) -> String { "\(cluster).cluster-ro-\(zone)" }
}

/// One of the two servers.
enum SandboxEngine: String, Sendable, CaseIterable {
    case postgresql
    case mysql

    /// The byte by which the server's door names itself to the verifier.
    var letter: UInt8 {
        switch self {
        case .postgresql: UInt8(ascii: "P")
        case .mysql: UInt8(ascii: "M")
        }
    }

    /// The cluster's name, and the name of its certificate.
    var cluster: String {
        switch self {
        case .postgresql: "harbor"
        case .mysql: "ferry"
        }
    }

    /// The port in the endpoint's own name, which is signed whatever port is dialled.
    var signedPort: Int {
        switch self {
        case .postgresql: 5432
        case .mysql: 3306
        }
    }

    /// The hosts that a token for the server may be signed for.
    var hosts: [String] { [SandboxNames.writer(cluster), SandboxNames.reader(cluster)] }
}

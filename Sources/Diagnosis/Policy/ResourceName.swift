public import Endpoints

/// The ARN of a database user, which a policy's `Resource` must match.
///
/// Source: Aurora User Guide, "Creating and using an IAM policy for IAM database access"; Aurora DSQL User Guide,
/// "Authentication and authorization".
public struct ResourceName: Sendable, Equatable {
    /// The service of the ARN.
    public enum Kind: Sendable, Equatable {
        /// `rds-db`: a user of a cluster, an instance or a proxy.
        case databaseUser(String)
        /// `dsql`: a cluster; the action distinguishes the administrator from other users.
        case cluster(isAdministrator: Bool)
    }

    public let partition: Partition
    /// For instance `eu-west-1`.
    public let region: String
    /// The account ID of twelve digits.
    public let account: String
    /// `cluster-…`, `db-…`, `prx-…`, or a DSQL cluster's identifier.
    public let resourceID: String
    public let kind: Kind

    public init(region: String, account: String, resourceID: String, kind: Kind) {
        partition = Partition(region: region)
        self.region = region
        self.account = account
        self.resourceID = resourceID
        self.kind = kind
    }

    /// The ARN as a policy contains it: `arn:aws:rds-db:eu-west-1:123456789012:dbuser:cluster-ABC/jane_doe`.
    public var text: String {
        switch kind {
        case .databaseUser(let user):
            "arn:\(partition.rawValue):rds-db:\(region):\(account):dbuser:\(resourceID)/\(user)"
        case .cluster: "arn:\(partition.rawValue):dsql:\(region):\(account):cluster/\(resourceID)"
        }
    }

    /// The action that a policy must allow on the resource.
    public var action: String {
        switch kind {
        case .databaseUser: "rds-db:connect"
        case .cluster(let isAdministrator): isAdministrator ? "dsql:DbConnectAdmin" : "dsql:DbConnect"
        }
    }

    /// Whether a text is an account ID: twelve digits.
    public static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// Whether a text has the form of a resource ID that a policy can name.
    public static func isResourceID(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
            default: false
            }
        }
        return isPlain
            && ["cluster-", "db-", "prx-"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    }
}

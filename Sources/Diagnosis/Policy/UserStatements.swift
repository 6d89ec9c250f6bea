import Failures
public import Profiles

/// The SQL that lets a database user sign in with IAM.
///
/// Source: Aurora User Guide, "Creating a database account using IAM authentication"; Aurora DSQL User Guide, "Using
/// database roles and IAM authentication".
public struct UserStatements: Sendable {
    private let engine: Engine
    private let user: String
    private let account: String
    private let partition: String

    /// - Parameters:
    ///   - account: The account ID for DSQL, whose grants name an IAM role; where it is unknown, the text has
    ///     `ACCOUNT`.
    ///   - partition: The AWS partition, for instance `aws`.
    public init(engine: Engine, user: String, account: String?, partition: String) {
        self.engine = engine
        self.user = user
        self.account = account ?? "ACCOUNT"
        self.partition = partition
    }

    /// The statements with comments, one a line, with a newline at the end.
    public var text: String { lines.joined(separator: "\n") + "\n" }

    private var lines: [String] {
        switch engine {
        case .postgresql: postgreSQL
        case .mysql: mySQL
        case .dsql: dsql
        }
    }

    private var postgreSQL: [String] {
        let name = Quoting.doubling("\"", user)
        return [
            "-- Run as an administrator. Leave CREATE USER out if the user exists.",
            "CREATE USER \(name);",
            "GRANT rds_iam TO \(name);",
            "-- With rds_iam the user signs in with IAM only: a password no longer works, also for the master user.",
        ]
    }

    private var mySQL: [String] {
        let name = Self.isPlain(user) ? "'\(user)'@'%'" : "\(Quoting.doubling("`", user))@`%`"
        return [
            "-- Run as an administrator.",
            "CREATE USER \(name) IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';",
            "ALTER USER \(name) REQUIRE SSL;",
            "-- If the user exists, run instead:",
            "-- ALTER USER \(name) IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;",
        ]
    }

    private var dsql: [String] {
        guard user != "admin" else { return ["-- The user admin exists on every DSQL cluster."] }
        let name = Quoting.doubling("\"", user)
        return [
            "-- Run as admin. Put the IAM role or user of the person in the place of ROLE.",
            "CREATE ROLE \(name) WITH LOGIN;",
            "AWS IAM GRANT \(name) TO 'arn:\(partition):iam::\(account):role/ROLE';",
        ]
    }

    private static func isPlain(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "_.-@+=,$".utf8.contains(byte)
            }
        }
    }
}

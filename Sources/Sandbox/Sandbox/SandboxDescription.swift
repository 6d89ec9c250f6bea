// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A running sandbox, as `sandbox up --json` prints it and `sandbox.json` in the state directory keeps it.
public struct SandboxDescription: Codable, Sendable {
    /// One way into one of the servers.
    public struct Cluster: Codable, Sendable {
        /// As in the profile file.
        public let name: String
        /// `postgresql` or `mysql`.
        public let engine: String
        /// The name that is signed and verified.
        public let endpoint: String
        /// The port that is signed.
        public let port: Int
        /// Where to dial: `127.0.0.1:PORT`.
        public let connect_to: String
        /// Database users who sign in with a token.
        public let users: [String]
    }

    /// Process ids.
    public struct Processes: Codable, Sendable {
        /// The verifier, the local AWS and the parent of the two servers.
        public let supervisor: Int32
        /// PostgreSQL's postmaster.
        public let postgresql: Int32
        /// The MariaDB server.
        public let mariadb: Int32
    }

    /// The servers' own ports, whoever stands in front of them.
    public struct Ports: Codable, Sendable {
        /// PostgreSQL's.
        public let postgresql: Int
        /// MariaDB's.
        public let mysql: Int
    }

    /// Where a container would find credentials: the values of the variables that tell it.
    public struct Container: Codable, Sendable {
        /// `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
        public let full_uri: String
        /// `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
        public let authorization_token: String
    }

    /// The profile file.
    public let config: String
    /// The authority that the servers' certificates come from.
    public let ca_file: String
    /// AWS profiles.
    public let aws_config_file: String
    /// AWS keys.
    public let aws_credentials_file: String
    /// Variables to export.
    public let env: [String: String]
    /// All clusters of the profile file.
    public let clusters: [Cluster]
    /// Process ids.
    public let pids: Processes
    /// The servers' own ports.
    public let servers: Ports
    /// The container endpoint of the local AWS.
    public let container: Container
    /// The state directory.
    public let state: String
    /// The servers' own files.
    public let data: String
    /// Why logins were accepted or refused, one JSON object a line.
    public let verifier_log: String
    /// What is wrong on purpose.
    public let fault: String?
}

// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A running sandbox: the output of `sandbox up --json`, and `sandbox.json` in the state directory.
public struct SandboxDescription: Codable, Sendable {
    /// A cluster of the profile file.
    public struct Cluster: Codable, Sendable {
        /// The name in the profile file.
        public let name: String
        /// `postgresql` or `mysql`.
        public let engine: String
        /// The endpoint that is signed and verified.
        public let endpoint: String
        /// The signed port.
        public let port: Int
        /// The address to connect to: `127.0.0.1:PORT`.
        public let connect_to: String
        /// Database users who log in with a token.
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

    /// The servers' own ports, with or without a front.
    public struct Ports: Codable, Sendable {
        public let postgresql: Int
        public let mysql: Int
    }

    /// The variables with which a container finds credentials.
    public struct Container: Codable, Sendable {
        /// `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
        public let full_uri: String
        /// `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
        public let authorization_token: String
    }

    /// The profile file.
    public let config: String
    /// The certificate authority of the servers' certificates.
    public let ca_file: String
    /// The AWS config file.
    public let aws_config_file: String
    /// The AWS credentials file.
    public let aws_credentials_file: String
    /// Environment variables to export.
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
    /// The reasons of accepted and rejected logins, one JSON object a line.
    public let verifier_log: String
    /// The active fault.
    public let fault: String?
}

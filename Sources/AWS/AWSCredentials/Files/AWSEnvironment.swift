/// The environment variables and the home directory that a lookup goes by, as values.
public struct AWSEnvironment: Sendable {
    /// All environment variables.
    public let variables: [String: String]
    /// The user's home directory, for `~`.
    public let home: String

    /// Makes an environment; tests make their own.
    public init(variables: [String: String], home: String) {
        self.variables = variables
        self.home = home
    }

    /// A variable's value; an empty one counts as not set, as it does to botocore.
    public subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The file of `[profile x]` sections; empty where `AWS_CONFIG_FILE` is set to nothing, which means no file.
    public var configFile: String { awsPath(variables["AWS_CONFIG_FILE"] ?? "~/.aws/config") }

    /// The file of `[x]` sections with keys; empty where `AWS_SHARED_CREDENTIALS_FILE` is set to nothing.
    public var credentialsFile: String { awsPath(variables["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials") }

    /// A path of an AWS tool's own, with variables and home directories filled in as botocore does it.
    func awsPath(_ text: String) -> String {
        // An empty HOME counts for the AWS tools, as it does for a shell.
        PathExpansion.user(PathExpansion.variables(text, variables), home: variables["HOME"] ?? home)
    }

    /// The path with a leading `~` or `~name` replaced by the home directory.
    public func path(_ text: String) -> String {
        PathExpansion.user(text, home: home)
    }

    /// The path as a person writes it, with `~` for the home directory.
    func abbreviated(_ path: String) -> String {
        path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}

/// The environment variables and the home directory of a lookup.
public struct AWSEnvironment: Sendable {
    /// All environment variables.
    public let variables: [String: String]
    /// The user's home directory, for `~`.
    public let home: String

    public init(variables: [String: String], home: String) {
        self.variables = variables
        self.home = home
    }

    /// A variable's value; an empty value counts as not set, as in botocore.
    public subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path of the config file (`[profile x]` sections); empty, meaning no file, when `AWS_CONFIG_FILE` is empty.
    public var configFile: String { awsPath(variables["AWS_CONFIG_FILE"] ?? "~/.aws/config") }

    /// The path of the credentials file (`[x]` sections with keys); empty when `AWS_SHARED_CREDENTIALS_FILE` is empty.
    public var credentialsFile: String { awsPath(variables["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials") }

    /// Expands variables and home directories in a path as botocore does.
    func awsPath(_ text: String) -> String {
        // The AWS tools use an empty HOME as it is, like a shell.
        PathExpansion.user(PathExpansion.variables(text, variables), home: variables["HOME"] ?? home)
    }

    /// The path with a leading `~` or `~name` replaced by the home directory.
    public func path(_ text: String) -> String {
        PathExpansion.user(text, home: home)
    }

    /// The path with `~` for the home directory.
    func abbreviated(_ path: String) -> String {
        path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}

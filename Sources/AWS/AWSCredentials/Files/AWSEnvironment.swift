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

    /// The file of `[profile x]` sections.
    public var configFile: String { path(self["AWS_CONFIG_FILE"] ?? "~/.aws/config") }

    /// The file of `[x]` sections with keys.
    public var credentialsFile: String { path(self["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials") }

    /// The path with a leading `~` replaced by the home directory.
    public func path(_ text: String) -> String {
        text == "~" || text.hasPrefix("~/") ? home + text.dropFirst() : text
    }

    /// The path as a person writes it, with `~` for the home directory.
    func abbreviated(_ path: String) -> String {
        path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}

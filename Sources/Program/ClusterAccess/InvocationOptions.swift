/// The flags that every command accepts.
package struct InvocationOptions: Sendable {
    package var config: String?
    package var awsProfile: String?
    package var region: String?
    package var user: String?
    package var ticket: String?

    package init(
        config: String? = nil, awsProfile: String? = nil, region: String? = nil, user: String? = nil,
        ticket: String? = nil
    ) {
        self.config = config
        self.awsProfile = awsProfile
        self.region = region
        self.user = user
        self.ticket = ticket
    }

    /// The options as flags of another invocation.
    package var flags: [String] {
        let named = [
            ("--config", config), ("--aws-profile", awsProfile), ("--region", region), ("--user", user),
            ("--ticket", ticket),
        ]
        return named.flatMap { name, value in value.map { [name, $0] } ?? [] }
    }
}

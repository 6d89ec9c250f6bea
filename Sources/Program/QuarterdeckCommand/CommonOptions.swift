import ArgumentParser
import ClusterAccess

/// Flags that every command accepts.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The profile file.", valueName: "file"), completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(help: ArgumentHelp("The AWS profile whose credentials sign the token.", valueName: "name"))
    var awsProfile: String?

    @Option(help: ArgumentHelp("The AWS region to sign for, if the endpoint does not contain it.", valueName: "name"))
    var region: String?

    @Option(help: ArgumentHelp("The database user.", valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "A ticket for the audit and for the server's application_name (QUARTERDECK_TICKET).", valueName: "text"))
    var ticket: String?

    @Flag(help: "Use no colours. NO_COLOR in the environment does the same.")
    var noColor = false
}

extension CommonOptions {
    /// The values of the flags.
    var values: InvocationOptions {
        InvocationOptions(config: config, awsProfile: awsProfile, region: region, user: user, ticket: ticket)
    }

    /// The flags' values with the ticket of the sessions.
    func values(ticket: String?) -> InvocationOptions {
        var values = values
        values.ticket = ticket
        return values
    }
}

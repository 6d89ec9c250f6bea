import ArgumentParser

/// Flags that every command accepts.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The profile file.", valueName: "file"), completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(help: ArgumentHelp("The AWS profile whose credentials sign.", valueName: "name"))
    var awsProfile: String?

    @Option(help: ArgumentHelp("The AWS region to sign for, where the endpoint does not name it.", valueName: "name"))
    var region: String?

    @Option(help: ArgumentHelp("The database user.", valueName: "name"))
    var user: String?

    @Flag(help: "Write no colours. NO_COLOR in the environment does the same.")
    var noColor = false
}

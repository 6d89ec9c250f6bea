public import ArgumentParser
import ClusterAccess
public import Profiles

/// A cluster by its name in the profile file, or by its endpoint without the file.
struct ClusterOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("A cluster of the profile file.", valueName: "cluster"),
        completion: .custom { words, _, prefix in ClusterCompletion.names(words: words, prefix: prefix) })
    var cluster: String?

    @Option(help: ArgumentHelp("An endpoint instead of a cluster.", valueName: "host"))
    var endpoint: String?

    @Option(help: ArgumentHelp("The endpoint's port.", valueName: "number"))
    var port: Int?

    @Option(help: "The endpoint's engine.", completion: .list(Engine.allCases.map(\.rawValue)))
    var engine: Engine?

    @Option(help: ArgumentHelp("The database.", valueName: "name"))
    var database: String?
}

extension ClusterOptions {
    /// The values of the flags.
    var choice: ClusterChoice {
        ClusterChoice(cluster: cluster, endpoint: endpoint, port: port, engine: engine, database: database)
    }
}

extension Engine: ExpressibleByArgument {}

package import Profiles

/// The cluster of a command: its name in the profile file, or its endpoint without the file.
package struct ClusterChoice: Sendable {
    package var cluster: String?
    package var endpoint: String?
    package var port: Int?
    package var engine: Engine?
    package var database: String?

    package init(
        cluster: String? = nil, endpoint: String? = nil, port: Int? = nil, engine: Engine? = nil,
        database: String? = nil
    ) {
        self.cluster = cluster
        self.endpoint = endpoint
        self.port = port
        self.engine = engine
        self.database = database
    }
}

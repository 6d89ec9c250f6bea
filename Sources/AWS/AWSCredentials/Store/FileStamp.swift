import LocalFiles

/// The versions of the AWS files that a search has read. A change means that they must be read again.
struct FileStamp: Equatable {
    private struct Version: Equatable {
        let file: FileIdentity
        let bytes: Int
        let changed: Int64
    }

    private let versions: [Version?]

    /// The current versions; checks the metadata of both files without opening them.
    init(_ environment: AWSEnvironment) {
        versions = [environment.configFile, environment.credentialsFile].map { path in
            FileIdentity.of(path).map { Version(file: $0.identity, bytes: $0.bytes, changed: $0.changed) }
        }
    }
}

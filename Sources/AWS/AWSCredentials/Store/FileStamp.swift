import LocalFiles

/// Which versions of the AWS files a search has read: they are read again as soon as they are others.
struct FileStamp: Equatable {
    private struct Version: Equatable {
        let file: FileIdentity
        let bytes: Int
        let changed: Int64
    }

    private let versions: [Version?]

    /// The files as they stand now; looks at both and opens neither.
    init(_ environment: AWSEnvironment) {
        versions = [environment.configFile, environment.credentialsFile].map { path in
            FileIdentity.of(path).map { Version(file: $0.identity, bytes: $0.bytes, changed: $0.changed) }
        }
    }
}

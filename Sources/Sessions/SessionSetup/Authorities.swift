import LocalFiles

/// The certificate authorities that may verify a server.
public struct Authorities: Sendable {
    /// The PEM file.
    public let file: String
    /// The files of the authorities, for messages.
    public let names: String
    /// Whether AWS's bundle for databases is one of the files.
    public let isChosen: Bool
    private let cache: AnchorCache?

    /// The authorities in `file`.
    ///
    /// - Parameter cacheDirectory: The directory in which to remember the authority that a server needed; reading a
    ///   large file costs 12 ms of CPU in every login.
    public init(file: String, names: String? = nil, isChosen: Bool, cacheDirectory: String?) {
        self.file = file
        self.names = names ?? file
        self.isChosen = isChosen
        cache = cacheDirectory.flatMap { AnchorCache(directory: $0, bundle: file) }
    }

    /// The files to verify `host` with, in order: the remembered authority, then all of them.
    public func candidates(for host: String) -> [String] {
        (cache?.file(for: host)).map { [$0, file] } ?? [file]
    }

    /// Remembers the authority that verified `host`.
    public func remember(_ authority: [UInt8], for host: String) {
        cache?.store(authority, for: host)
    }

    /// Whether there is a cache.
    public var remembers: Bool { cache != nil }

    /// The files of system-wide authorities in Linux distributions.
    public static let systemFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// The usual files of AWS's own authorities for databases, `~` not yet expanded.
    public static let rdsFiles = [
        "~/.aws/rds/global-bundle.pem", "/etc/ssl/certs/rds-global-bundle.pem", "/etc/ssl/certs/rds-ca-bundle.pem",
        "/etc/ssl/certs/rds-combined-ca-bundle.pem", "/etc/pki/tls/certs/rds-global-bundle.pem",
        // The path in AWS Lambda's images. Source: AWS Lambda Developer Guide, "Building with Node.js".
        "/var/runtime/ca-cert.pem",
    ]
}

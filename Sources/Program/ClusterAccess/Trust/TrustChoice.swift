import AWSCredentials
import Console
import Endpoints
package import Failures
import LocalFiles
package import Profiles
package import SessionSetup
package import Trust

/// The authorities that may verify a cluster's server: AWS's bundle for databases, Amazon's own public roots and the
/// cluster's `ca_file` together, or only `ca_file` if `ca_only` is set.
package struct TrustChoice {
    let session: Session
    let cluster: Cluster

    package init(session: Session, cluster: Cluster) {
        self.session = session
        self.cluster = cluster
    }

    /// The file with all of them.
    ///
    /// - Throws: A `Failure`: a named file does not exist, or there are no authorities.
    package func authorities() throws(Failure) -> Authorities {
        let sources = try sources()
        let file = try TrustFile(sources, directory: session.cacheDirectory + "/trust").path()
        return Authorities(
            file: file, names: sources.description, isChosen: sources.databaseBundle != nil,
            cacheDirectory: session.cacheDirectory + "/authorities")
    }

    /// The files that count.
    package func sources() throws(Failure) -> TrustSources {
        var sources = TrustSources()
        let settings = try session.loadSettings(quietly: true)
        sources.chosenFile = try chosenFile()
        if let file = sources.chosenFile, FileIdentity.of(file) == nil {
            throw Failure(
                .noInput, "there is no file \(file)",
                why: cluster.caFile == nil
                    ? "tls.ca_file names it in \(session.settingsPath)" : "ca_file names it for \(cluster.name)",
                next: "download it, or correct ca_file")
        }
        if cluster.isCAOnly {
            guard sources.chosenFile != nil else {
                throw Failure(
                    .badConfiguration, "\(cluster.name) has ca_only, but no ca_file",
                    next: "ca_file = \"FILE\" in the profile file, or take ca_only out")
            }
            return sources
        }
        sources.databaseBundle = bundle
        if let roots = settings.publicRoots.map(session.environment.path) {
            guard FileIdentity.of(roots) != nil else {
                throw Failure(
                    .noInput, "there is no file \(roots)", why: "tls.public_roots names it in \(session.settingsPath)",
                    next: "correct public_roots, or take the line out")
            }
            sources.publicRoots = roots
        } else {
            sources.systemStore = Self.store(session.environment)
        }
        return sources
    }

    /// The cluster's `ca_file` (a relative path starts at the profile file), or the one of the settings; the file need
    /// not exist.
    func chosenFile() throws(Failure) -> String? {
        guard let named = cluster.caFile else {
            return try session.loadSettings(quietly: true).authorityFile.map(session.environment.path)
        }
        let path = session.environment.path(named)
        if path.hasPrefix("/") { return path }
        let profile = try ProcessEnvironment.absolutePath(session.environment.path(session.profilePath))
        return FilePath.parent(of: profile).directory + "/" + path
    }

    /// AWS's bundle for databases: from `ca fetch`, or from AWS's images and packages.
    private var bundle: String? {
        var places = Authorities.rdsFiles
        if let region = cluster.region { places.insert("~/.aws/rds/\(BundleFetch.fileName(region: region))", at: 1) }
        return places.map(session.environment.path).first { FileIdentity.of($0) != nil }
    }

    /// The system's certificate store: `SSL_CERT_FILE`, then the usual files.
    static func store(_ environment: AWSEnvironment) -> String? {
        if let file = environment["SSL_CERT_FILE"], FileIdentity.of(file) != nil { return file }
        return Authorities.systemFiles.first { FileIdentity.of($0) != nil }
    }
}

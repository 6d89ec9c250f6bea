import AWSCredentials
import ClusterAccess
import Console
import Discovery
import Failures
import LocalFiles
import Profiles
import Threads

/// Adds discovered clusters to the profile file.
struct DiscoveredClusters {
    let session: Session

    /// Appends the clusters to the file, or creates the file. Reports on standard error.
    ///
    /// - Parameter user: The database user of the new clusters.
    func add(_ found: [FoundDatabase], user: String?) throws(Failure) {
        let path = session.environment.path(session.profilePath)
        let old = try BoundedFile.read(path, limit: ProfileFile.largestByteCount)
        let addition = try ProfileAddition(
            found, to: old ?? [], file: path, user: user, awsProfile: session.options.awsProfile)
        let known = addition.known == 0 ? "" : "; \(addition.known) were there already"
        guard !addition.added.isEmpty else {
            ErrorReport.note("\(path) was not changed: there is no new cluster\(known)")
            return
        }
        try makeFolder(of: path)
        let target = try FileTarget(path, mode: 0o644, stop: WakeSignal())
        try target.write(addition.text)
        guard try BoundedFile.read(path, limit: ProfileFile.largestByteCount) == old else {
            throw Failure(
                .temporary, "\(path) was not changed", why: "another program has changed it meanwhile",
                next: "repeat the command")
        }
        _ = try target.finish(isWhole: true)
        let names = addition.added.prefix(8).joined(separator: ", ") + (addition.added.count > 8 ? ", …" : "")
        ErrorReport.note(
            "added \(addition.added.count == 1 ? "1 cluster" : "\(addition.added.count) clusters") to \(path): \(names)\(known)"
        )
        if user == nil, found.contains(where: { $0.isUsable && $0.kind != .express && $0.kind != .dsql }) {
            ErrorReport.note("the new clusters have no database user; set `user` in [defaults], or use --user NAME")
        }
    }

    /// Creates the default directory; the user must create any other.
    private func makeFolder(of path: String) throws(Failure) {
        let folder = FilePath.parent(of: path).directory
        guard session.options.config == nil, FileIdentity.of(folder) == nil else { return }
        _ = try PrivateDirectory(creating: folder)
    }
}

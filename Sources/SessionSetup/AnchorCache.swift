import Failures
import LocalFiles

/// Remembers which one of a large file's authorities vouched for a host, in private files beside no secret.
///
/// A remembered authority came from the file and is forgotten when the file changes; a server that it does not vouch for
/// is verified with the whole file.
struct AnchorCache: Sendable {
    private let directory: String
    private let bundle: FileIdentity

    /// A file smaller than this is read faster than another is looked for.
    private static let smallestBundle = 32_768

    init?(directory: String, bundle: String) {
        guard let (identity, size) = FileIdentity.of(bundle), size >= Self.smallestBundle else { return nil }
        self.directory = directory
        self.bundle = identity
    }

    func file(for host: String) -> String? {
        guard let folder = try? PrivateDirectory(creating: directory),
            folder.read(name(host), limit: 65_536) != nil
        else { return nil }
        return directory + "/" + name(host)
    }

    func store(_ authority: [UInt8], for host: String) {
        // A cache that cannot be written costs time, not the session.
        guard let folder = try? PrivateDirectory(creating: directory) else { return }
        for old in folder.names(atMost: 1_024) where old.hasPrefix(host + "@") && old != name(host) {
            if case .ownFile(let identity, _) = folder.entry(old) { folder.remove(old, ifStill: identity) }
        }
        let place = folder.entry(name(host))
        _ = try? authority.withUnsafeBytes { bytes in
            try folder.replace(name(host), expecting: place, with: bytes)
        }
    }

    private func name(_ host: String) -> String {
        "\(host)@\(bundle.device)-\(bundle.inode)-\(bundle.modified).pem"
    }
}

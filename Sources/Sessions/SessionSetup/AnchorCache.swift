import Failures
import LocalFiles

/// Remembers, for each host, the authority of a large file that verified it, in private files without secrets.
///
/// A remembered authority came from the file and is dropped when the file changes. A server that it does not verify is
/// checked against the whole file.
struct AnchorCache: Sendable {
    private let directory: String
    private let bundle: String

    /// A smaller file is read faster than the cache.
    private static let smallestBundle = 32_768

    init?(directory: String, bundle: String) {
        guard let (file, size, changed) = FileIdentity.of(bundle), size >= Self.smallestBundle else { return nil }
        self.directory = directory
        self.bundle = "\(file.device)-\(file.inode)-\(file.modified)-\(changed)-\(size)"
    }

    func file(for host: String) -> String? {
        let file = directory + "/" + name(host)
        // A file that other users could have written is not trusted.
        guard FileIdentity.isPrivate(directory), FileIdentity.isPrivate(file) else { return nil }
        return file
    }

    func store(_ authority: [UInt8], for host: String) {
        // A failure to write the cache costs time but does not end the session.
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
        "\(host)@\(bundle).pem"
    }
}

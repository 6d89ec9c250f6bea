import Failures
import LocalFiles

/// Remembers which one of a large file's authorities vouched for a host, in private files beside no secret.
///
/// A remembered authority came from the file and is forgotten when the file changes; a server that it does not vouch for
/// is verified with the whole file.
struct AnchorCache: Sendable {
    private let directory: String
    private let bundle: String

    /// A file smaller than this is read faster than another is looked for.
    private static let smallestBundle = 32_768

    init?(directory: String, bundle: String) {
        guard let (file, size, changed) = FileIdentity.of(bundle), size >= Self.smallestBundle else { return nil }
        self.directory = directory
        self.bundle = "\(file.device)-\(file.inode)-\(file.modified)-\(changed)-\(size)"
    }

    func file(for host: String) -> String? {
        let file = directory + "/" + name(host)
        // What others could have written there vouches for nobody.
        guard FileIdentity.isPrivate(directory), FileIdentity.isPrivate(file) else { return nil }
        return file
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
        "\(host)@\(bundle).pem"
    }
}

import Failures
import FoundationEssentials
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// What Quarterdeck remembers of a file that it wrote a token to. Holds a digest of the content, not the content.
struct ClipboardRecord {
    let path: String
    let identity: FileIdentity
    let expiresAt: Timestamp
    /// SHA-256 in hexadecimal.
    let digest: String

    private static let largestByteCount = 1 << 14

    static func digest(of content: Secret) -> String {
        content.revealBytes { RequestSignature.payloadHash(of: $0) }
    }

    /// Whether the file `name` is the one that was written, unchanged.
    func describes(_ identity: FileIdentity, _ name: String, in directory: borrowing PrivateDirectory) -> Bool {
        guard identity == self.identity, let content = directory.read(name, limit: 1 << 20) else { return false }
        return Self.digest(of: Secret(copying: content)) == digest
    }

    func save(in records: borrowing PrivateDirectory) throws(Failure) {
        let stored = Stored(
            path: path, device: identity.device, inode: identity.inode, modified: identity.modified,
            expires_at: expiresAt.secondsSince1970,
            sha256: digest)
        guard let data = try? JSONEncoder().encode(stored) else {
            throw Failure(.internalError, "a record of the clipboard file cannot be written")
        }
        let name = Self.name(for: path)
        var outcome: Result<Void, Failure> = .success(())
        data.withUnsafeBytes { bytes in
            do throws(Failure) {
                try records.replace(name, expecting: records.entry(name), with: bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }

    static func load(for path: String, in records: borrowing PrivateDirectory) -> ClipboardRecord? {
        load(named: name(for: path), in: records)
    }

    static func load(named name: String, in records: borrowing PrivateDirectory) -> ClipboardRecord? {
        guard let bytes = records.read(name, limit: largestByteCount),
            let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)),
            Self.name(for: stored.path) == name
        else { return nil }
        return ClipboardRecord(
            path: stored.path,
            identity: FileIdentity(device: stored.device, inode: stored.inode, modified: stored.modified),
            expiresAt: Timestamp(secondsSince1970: stored.expires_at), digest: stored.sha256)
    }

    static func name(for path: String) -> String {
        RequestSignature.payloadHash(of: Array(path.utf8)).prefix(32) + ".json"
    }

    private struct Stored: Codable {
        let path: String
        let device: UInt64
        let inode: UInt64
        let modified: Int64
        let expires_at: Int64
        let sha256: String
    }
}

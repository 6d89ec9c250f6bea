// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The record of a file to which Quarterdeck writes a token. Contains a digest of the content, not the content.
struct ClipboardRecord: Codable, Equatable {
    let path: String
    /// Seconds since 1970.
    let expires_at: Int64
    /// SHA-256 in hexadecimal.
    let sha256: String
    /// A unique identifier.
    let identifier: String

    init(path: String, expiresAt: Timestamp, digest: String) {
        self.path = path
        expires_at = expiresAt.secondsSince1970
        sha256 = digest
        identifier = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// The name of the file before it replaces the old one.
    var temporaryName: String { ".quarterdeck.\(identifier)" }

    static func digest(of content: Secret) -> String {
        content.revealBytes { RequestSignature.payloadHash(of: $0) }
    }

    /// Whether the file still has the written content.
    func describes(_ name: String, in directory: borrowing PrivateDirectory) -> Bool {
        guard let content = directory.read(name, limit: 1 << 20) else { return false }
        return Self.digest(of: Secret(copying: content)) == sha256
    }
}

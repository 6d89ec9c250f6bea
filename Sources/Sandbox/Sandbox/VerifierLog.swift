// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Failures
import FoundationEssentials
import Glibc
import Threads
import Timestamps

/// The reasons of accepted and rejected logins, one JSON object a line; never a token.
final class VerifierLog: Sendable {
    private let descriptor: Int32
    private let isOpen = Locked<Bool>(false)
    private let recent = Locked<[Entry]>([])

    /// A login in the log of the local AWS.
    struct Entry: Sendable {
        let at: Timestamp
        let engine: SandboxEngine
        let user: String
        let isAccepted: Bool
        let reason: String
        let accessKeyID: String?
    }

    private static let mostRecent = 1_000

    /// The last logins, the oldest first.
    var entries: [Entry] { recent.withLock { $0 } }

    private struct Line: Encodable {
        let at: String
        let engine: String
        let user: String
        let accepted: Bool
        let reason: String
        let access_key: String?
        let token_bytes: Int
    }

    init(path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }

    deinit {
        close(descriptor)
    }

    /// Starts logging: earlier logins are the sandbox's own.
    func begin() {
        isOpen.withLock { $0 = true }
    }

    func add(
        engine: SandboxEngine, user: String, tokenByteCount: Int, _ verdict: TokenVerifier.Verdict, at now: Timestamp
    ) {
        guard isOpen.withLock({ $0 }) else { return }
        recent.withLock { entries in
            if entries.count >= Self.mostRecent { entries.removeFirst(Self.mostRecent / 2) }
            entries.append(
                Entry(
                    at: now, engine: engine, user: user, isAccepted: verdict.isAccepted, reason: verdict.reason,
                    accessKeyID: verdict.accessKeyID))
        }
        let line = Line(
            at: now.rfc3339, engine: engine.rawValue, user: user, accepted: verdict.isAccepted, reason: verdict.reason,
            access_key: verdict.accessKeyID, token_bytes: tokenByteCount)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var data = try? encoder.encode(line) else { return }
        data.append(UInt8(ascii: "\n"))
        // One write call, so that lines of several threads do not mix.
        data.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
}

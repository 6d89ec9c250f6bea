import CTLS
import LocalFiles
import Threads

/// The certificate authorities of a relay's server. They are read once for all connections, and again when their file
/// changes: reading a bundle of 120 certificates takes 12 ms of CPU time.
final class TLSAuthorities: Sendable {
    private let file: String?
    private let held = Locked<Held?>(nil)

    /// Uses the authorities of a PEM file, or the system's.
    init(file: String?) {
        self.file = file
    }

    final class Read: @unchecked Sendable {
        // OpenSSL allows threads to share a context. Only `init` and `deinit` change it.
        let pointer: OpaquePointer

        fileprivate init(owning pointer: OpaquePointer) {
            self.pointer = pointer
        }

        deinit {
            qd_tls_authorities_close(pointer)
        }
    }

    private struct Held {
        let identity: FileIdentity?
        let changed: Int64
        let authorities: Read
    }

    /// The current authorities of the file.
    func current() throws(TLSChannel.Refusal) -> Read {
        let now = file.flatMap { FileIdentity.of($0) }
        // If the file is missing, the authorities that were read before stay in use.
        if let held = held.withLock({ $0 }),
            now == nil || held.identity == now?.identity && held.changed == now?.changed
        {
            return held.authorities
        }
        var cause = QD_TLS_OPENED
        var reason = [CChar](repeating: 0, count: 1_024)
        let opened =
            if let file {
                file.withCString { qd_tls_authorities_open($0, &cause, &reason, reason.count) }
            } else {
                qd_tls_authorities_open(nil, &cause, &reason, reason.count)
            }
        guard let opened else {
            throw TLSChannel.Refusal(cause: cause, reason: TLSChannel.text(reason))
        }
        let authorities = Read(owning: opened)
        held.withLock { $0 = Held(identity: now?.identity, changed: now?.changed ?? 0, authorities: authorities) }
        return authorities
    }
}

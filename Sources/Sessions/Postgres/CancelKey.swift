import CLibpq
import SessionSetup

/// What it takes to ask the server to end a statement.
///
/// libpq 15 sends the request over a connection of its own without TLS: the process id and a number that is good for
/// nothing but this. The token has no part in it.
final class CancelKey: @unchecked Sendable {
    // libpq only reads it, and lets threads share it.
    private let handle: OpaquePointer
    private let pq: UnsafePointer<qd_pq>

    init?(_ connection: Connection) {
        pq = connection.pq
        guard let handle = pq.pointee.PQgetCancel(connection.handle) else { return nil }
        self.handle = handle
    }

    deinit {
        pq.pointee.PQfreeCancel(handle)
    }

    var request: CancelRequest {
        CancelRequest { [self] _ in
            var problem = [CChar](repeating: 0, count: 256)
            _ = pq.pointee.PQcancel(handle, &problem, Int32(problem.count))
        }
    }
}

import CLibpq
import Failures
import SQLWire
import Threads

/// The functions of libpq. The table is filled once and never freed.
struct Library: @unchecked Sendable {
    // Written before it is shared, and never again.
    let pq: UnsafePointer<qd_pq>

    /// Loads libpq on the first call.
    static func open() throws(SessionError) -> Library {
        var reason: UnsafePointer<CChar>? = nil
        guard let pq = qd_pq_load(&reason) else {
            throw SessionError(
                .unusable,
                Failure(
                    .badConfiguration, "libpq.so.5 cannot be used",
                    why: reason.map { String(cString: $0) } ?? "sessions to PostgreSQL go through it",
                    next: "install the system's own: apt install libpq5, or dnf install libpq"))
        }
        return Library(pq: pq)
    }
}

extension PostgreSQLSession {
    /// Starts loading libpq, which takes a while, for a session that will be opened soon.
    public static func prepare() {
        DetachedThread.start {
            var reason: UnsafePointer<CChar>? = nil
            _ = qd_pq_load(&reason)
        }
    }
}

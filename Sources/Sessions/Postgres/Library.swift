import Threads
import CLibpq
import CTLS
import Failures
import SQLCore

/// The functions of libpq. The table is filled once and stays.
struct Library: @unchecked Sendable {
    // Written before anyone sees it, and never again.
    let pq: UnsafePointer<qd_pq>

    /// Opens libpq, the first time.
    static func open() throws(SessionError) -> Library {
        guard let pq = qd_pq_load() else {
            throw SessionError(
                .unusable,
                Failure(
                    .badConfiguration, "libpq.so.5 cannot be opened", why: "sessions to PostgreSQL go through it",
                    next: "install it: apt install libpq5, or dnf install libpq"))
        }
        return Library(pq: pq)
    }
}

extension PostgreSQLSession {
    /// Begins to open libpq, which takes a while, for a session that is to be made soon.
    public static func prepare() {
        DetachedThread.start {
            _ = qd_pq_load()
            _ = qd_tls_load()
        }
    }
}

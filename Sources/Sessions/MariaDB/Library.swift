import CMariaDB
import Failures
import SQLCore
import Threads

/// The functions of libmariadb. The table is filled once and stays.
struct Library: @unchecked Sendable {
    // Written before anyone sees it, and never again.
    let my: UnsafePointer<qd_mysql>

    /// Opens libmariadb, the first time.
    static func open() throws(SessionError) -> Library {
        var reason: UnsafePointer<CChar>? = nil
        guard let my = qd_mysql_load(&reason) else {
            throw SessionError(
                .unusable,
                Failure(
                    .badConfiguration, "libmariadb.so.3 cannot be used",
                    why: reason.map { String(cString: $0) } ?? "sessions to MySQL go through it",
                    next: "install it: apt install libmariadb3, or dnf install mariadb-connector-c"))
        }
        return Library(my: my)
    }
}

extension MySQLSession {
    /// Begins to open libmariadb, which takes a while, for a session that is to be made soon.
    public static func prepare() {
        DetachedThread.start {
            var reason: UnsafePointer<CChar>? = nil
            _ = qd_mysql_load(&reason)
        }
    }
}

import CMariaDB
import Failures
import SQLWire
import Threads

/// The functions of libmariadb. The table is filled once and never freed.
struct Library: @unchecked Sendable {
    // Written before it is shared, and never again.
    let my: UnsafePointer<qd_mysql>

    /// Loads libmariadb on the first call.
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
    /// Starts loading libmariadb, which takes a while, for a session that will be opened soon.
    public static func prepare() {
        DetachedThread.start {
            var reason: UnsafePointer<CChar>? = nil
            _ = qd_mysql_load(&reason)
        }
    }
}

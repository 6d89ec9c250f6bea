/// Errors after which a MySQL or MariaDB server closes the connection. Source: mysqld_error.h of both.
enum ConnectionEnding {
    /// After these errors the server closes the connection, whatever was running.
    private static let numbers: Set<Int> = [
        1_053, 1_077, 1_078, 1_079, 1_080, 1_152, 1_153, 1_154, 1_155, 1_156, 1_157, 1_158, 1_159, 1_160, 1_161, 1_184,
        1_927, 3_032, 3_168, 3_169, 4_031,
    ]

    /// The server has not read the statement: it was too large, or the session had been idle for too long.
    private static let unread: Set<Int> = [1_153, 4_031]

    /// The server accepts no logins for the moment.
    private static let temporary: Set<Int> = [1_053, 1_077, 1_079, 3_032, 3_168]

    /// libmariadb's error numbers for failed connections, and for connections lost during the login. Source: errmsg.h.
    private static let network: Set<Int> = [
        2_001, 2_002, 2_003, 2_004, 2_005, 2_006, 2_007, 2_012, 2_013, 2_026, 2_027, 2_055,
    ]

    static func isNetwork(_ number: Int) -> Bool { network.contains(number) }

    static func isTemporary(_ number: Int) -> Bool { temporary.contains(number) }

    static func isOne(_ number: Int) -> Bool { numbers.contains(number) }

    static func leavesUnread(_ number: Int) -> Bool { unread.contains(number) }

    /// libmariadb could not send the complete statement. Source: errmsg.h, CR_SERVER_GONE_ERROR,
    /// CR_NET_PACKET_TOO_LARGE.
    static func leavesUnsent(_ number: Int) -> Bool { number == 2_006 || number == 2_020 }

    /// Whether a SQLSTATE belongs to the class of connection errors, for errors of newer servers or proxies.
    static func isLikely(_ sqlState: String) -> Bool { sqlState.hasPrefix("08") }
}

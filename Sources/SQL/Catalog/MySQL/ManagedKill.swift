/// Cancels another user's statement on Aurora MySQL and RDS, where no user has the right to KILL it. Source: Amazon
/// Aurora User Guide, mysql.rds_kill_query.
public enum ManagedKill {
    /// Returns a row if the user may call the procedure.
    public static let question = MySQLText.bounded(
        """
        1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'mysql' AND ROUTINE_NAME = 'rds_kill_query' \
        AND ROUTINE_TYPE = 'PROCEDURE' LIMIT 1
        """
    ).bytes

    public static func call(_ session: UInt64) -> [UInt8] { Array("CALL mysql.rds_kill_query(\(session))".utf8) }
}

/// Environment variables that would have the database libraries connect elsewhere, verify less or load code.
public enum ForeignVariables {
    /// What says how values look and what a session is to be like, which a user may well want.
    private static let harmless: Set<String> = ["PGTZ", "PGDATESTYLE", "PGGEQO", "PGOPTIONS", "PGDATA", "MYSQL_PS1"]

    /// Those of `names` to take out before a library sees them, in order.
    public static func among(_ names: some Sequence<String>) -> [String] {
        names.filter { name in
            let isTheirs = ["PG", "MYSQL_", "MARIADB_", "LIBMYSQL_"].contains { name.hasPrefix($0) }
            return isTheirs && !name.hasPrefix("PG_") && !harmless.contains(name)
        }
        .sorted()
    }
}

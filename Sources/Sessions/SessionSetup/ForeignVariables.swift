/// Environment variables that would make the database libraries connect elsewhere, verify less, or load code.
public enum ForeignVariables {
    /// Variables for output formats and session settings, which a user may want.
    private static let harmless: Set<String> = ["PGTZ", "PGDATESTYLE", "PGGEQO", "PGOPTIONS", "PGDATA", "MYSQL_PS1"]

    /// The variables among `names` to remove before a library is used, in order.
    public static func among(_ names: some Sequence<String>) -> [String] {
        names.filter { name in
            let isTheirs = ["PG", "MYSQL_", "MARIADB_", "LIBMYSQL_"].contains { name.hasPrefix($0) }
            return isTheirs && !name.hasPrefix("PG_") && !harmless.contains(name)
        }
        .sorted()
    }
}

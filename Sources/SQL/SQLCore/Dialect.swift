/// Which server's conventions apply: quoting, and how its own client prints.
public enum Dialect: Sendable, Hashable {
    /// PostgreSQL, as `psql` prints.
    case postgresql
    /// MySQL, as `mariadb` and `mysql` print.
    case mysql
}

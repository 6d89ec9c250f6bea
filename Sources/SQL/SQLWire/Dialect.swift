/// The server's conventions: quoting, and the output of its own client.
public enum Dialect: Sendable, Hashable {
    /// PostgreSQL, with `psql`'s output.
    case postgresql
    /// MySQL, with the output of `mariadb` and `mysql`.
    case mysql
}

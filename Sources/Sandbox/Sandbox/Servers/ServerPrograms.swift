import Failures
import Glibc
import LocalFiles

/// The paths of the two servers' programs.
struct ServerPrograms: Sendable {
    let initdb: String
    let postgres: String
    let psql: String
    let mariadbd: String
    let openssl: String
    /// The directory with the SQL of MariaDB's system tables.
    let mariadbShare: String

    /// The Debian packages that contain all programs.
    static let packages = "postgresql postgresql-client mariadb-server-core openssl"

    /// Searches the usual directories of Debian and similar systems, then `PATH`.
    ///
    /// - Throws: A `Failure` with the command that installs the missing packages.
    init(path: String) throws(Failure) {
        let search = path.split(separator: ":").map(String.init)
        let postgres = Self.versions(of: "/usr/lib/postgresql").map { "/usr/lib/postgresql/\($0)/bin" } + search
        let daemons = ["/usr/sbin", "/usr/libexec", "/usr/local/sbin"] + search
        initdb = try Self.find(["initdb"], in: postgres)
        self.postgres = try Self.find(["postgres"], in: postgres)
        psql = try Self.find(["psql"], in: postgres)
        mariadbd = try Self.find(["mariadbd", "mysqld"], in: daemons)
        openssl = try Self.find(["openssl"], in: ["/usr/bin"] + search)
        let shares = ["/usr/share/mysql", "/usr/share/mariadb"]
        guard let share = shares.first(where: { access($0 + "/mysql_system_tables.sql", R_OK) == 0 }) else {
            throw Self.missing("MariaDB's system tables")
        }
        mariadbShare = share
    }

    private static func find(_ names: [String], in directories: [String]) throws(Failure) -> String {
        for name in names {
            for directory in directories where directory.hasPrefix("/") && access("\(directory)/\(name)", X_OK) == 0 {
                return "\(directory)/\(name)"
            }
        }
        throw missing(names[0])
    }

    private static func missing(_ name: String) -> Failure {
        Failure(
            .unavailable, "the sandbox needs \(name), which is not installed",
            why: "it runs a real PostgreSQL and a real MariaDB of this machine's own packages",
            next: "apt-get install --no-install-recommends \(packages)")
    }

    /// The numeric entries of a directory, the largest first.
    private static func versions(of path: String) -> [Int] {
        DirectoryListing.names(path).compactMap { Int($0) }.sorted(by: >)
    }
}

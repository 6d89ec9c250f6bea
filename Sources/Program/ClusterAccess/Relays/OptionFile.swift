import Failures

/// The option file that points a MySQL program to the relay. Its only secret is the password of a loopback port, which
/// is valid for this run.
struct OptionFile {
    let way: ProgramWay
    let user: String
    let database: String?

    static let name = "my.cnf"

    var text: String {
        var lines = ["[client]"]
        switch way {
        case .socket(let path): lines += ["protocol=socket", "socket=\(quoted(path))", "password="]
        case .port(let port, let password):
            lines += ["protocol=tcp", "host=127.0.0.1", "port=\(port)", "password=\(quoted(password))"]
        }
        lines.append("user=\(quoted(user))")
        // The connection to the relay is private; TLS begins after the relay.
        lines += ["[client-mariadb]", "skip-ssl"]
        lines.append("[mysql]")
        if let database { lines.append("database=\(quoted(database))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ value: String) -> String {
        "\"" + Quoting.replacing(value, ["\\": "\\\\", "\"": "\\\""]) + "\""
    }

    /// The clients that accept the option file as an argument and then ignore others, such as the user's own.
    private static let clients: Set<String> = [
        "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mysqlshow", "mysqlslap", "mysqlpump",
        "mariadb", "mariadb-dump", "mariadb-admin", "mariadb-import", "mariadb-check", "mariadb-show",
        "mariadb-slap", "mycli",
    ]

    /// A command whose program reads the option file in `directory`.
    static func leading(_ command: [String], to directory: String) -> [String] {
        guard let program = command.first?.split(separator: "/").last, clients.contains(String(program)),
            !command.dropFirst().contains(where: { $0.hasPrefix("--defaults") || $0 == "--no-defaults" })
        else { return command }
        return [command[0], "--defaults-file=\(directory)/\(name)"] + command.dropFirst()
    }
}

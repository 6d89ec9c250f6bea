import Failures
import SQLWire

/// Commands of the servers' own clients that the workspace lacks, and the reasons.
enum ForeignCommand {
    /// The error for a command that the workspace lacks.
    static func refusal(of name: String, _ dialect: Dialect) -> Failure {
        let client = dialect == .postgresql ? "psql" : "mysql"
        let name = String(name.prefix(60))
        let stem = String(CommandEntry.stem(of: name))
        let groups = dialect == .postgresql ? postgreSQL : mySQL
        if let group = groups.first(where: { $0.names.contains(stem) || $0.names.contains(name) }) {
            return Failure(
                .usage, "\\\(name) is \(client)'s and not here", why: group.why,
                next: group.next ?? "quarterdeck exec CLUSTER -- \(client)")
        }
        if dialect == .mysql, CommandEntry.named(name, .postgresql) != nil {
            let group = notForMySQL.first { $0.names.contains(stem) }
            return Failure(
                .usage, "\\\(name) is not for MySQL", why: group?.why ?? "what it tells, PostgreSQL alone has",
                next: group?.next ?? "\\? lists the commands")
        }
        let nearest = NearestName.of(stem, among: CommandEntry.all(dialect).flatMap(\.names))
        return Failure(
            .usage, "there is no command \\\(name)",
            next: nearest.map { "did you mean \\\($0)? \\? lists the commands" } ?? "\\? lists the commands")
    }

    private struct Group {
        let names: Set<String>
        let why: String
        let next: String?

        init(_ names: String, _ why: String, next: String? = nil) {
            self.names = Set(names.split(separator: " ").map(String.init))
            (self.why, self.next) = (why, next)
        }
    }

    private static let postgreSQL = [
        Group("!", "no shell is run from here", next: "suspend with Ctrl-Z, or use another terminal"),
        Group("password", "IAM users have no password to change"),
        Group("h", "the server has no syntax help", next: "https://www.postgresql.org/docs/current/sql-commands.html"),
        Group("prompt", "nothing asks in the middle of a run", next: "\\set NAME VALUE"),
        Group("getenv setenv", "the environment is not read from here", next: "\\set NAME VALUE"),
        Group(
            "crosstabview", "a result is shown as it comes", next: "count(*) FILTER (WHERE ...) makes columns of rows"),
        Group("encoding", "the session speaks UTF-8 and nothing else"),
        Group("a C f H t T pset html", "results are laid out by the grid", next: "\\x, \\export FILE FORMAT"),
        Group("lo_import lo_export lo_unlink", "large objects are not handled here"),
        Group("cd copyright startpipeline endpipeline syncpipeline", "there is no use for it here"),
    ]

    private static let notForMySQL = [
        Group("set unset gset if elif else endif", "MySQL has variables of its own", next: "SET @name = value"),
        Group(
            "gexec", "it is psql's alone", next: "PREPARE and EXECUTE, or \\copy the statements to a file and \\i it"),
        Group(
            "ef", "MySQL has no statement that replaces a routine", next: "\\sf ROUTINE shows its definition"),
    ]

    private static let mySQL = [
        Group("! system", "no shell is run from here", next: "suspend with Ctrl-Z, or use another terminal"),
        Group("P pager n nopager t notee T tee", "results are laid out by the grid", next: "\\o FILE, \\export FILE"),
        Group("W w warnings nowarning", "warnings are always shown, in the log of messages"),
        Group("R prompt", "there is no use for it here"),
        Group(
            "d delimiter", "the delimiter is set by a line of its own",
            next: "DELIMITER //; \\d TABLE tells all of a table"),
    ]
}

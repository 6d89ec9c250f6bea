import Endpoints
import Failures
import JSON
import Profiles
import TOML

/// The clusters as JSON, with the keys of the profile file. Every object has every key; an unset one is null.
enum ClusterJSON {
    static func text(_ profiles: ProfileFile) -> String {
        let items = profiles.entries.map { entry in
            let members = members(entry).map { "    \"\($0.key)\" : \($0.value)" }
            return "  {\n\(members.joined(separator: ",\n"))\n  }"
        }
        return "[\n\(items.joined(separator: ",\n"))\n]\n"
    }

    private typealias Member = (key: String, value: String)

    private static func members(_ entry: ProfileFile.Entry) -> [Member] {
        let name: Member = ("name", JSONText.quoted(entry.name))
        switch entry {
        case .cluster(let cluster):
            return [name] + values(cluster) + [("error", "null"), ("errors", "[]")]
        case .broken(_, let issues):
            let errors = issues.map(object)
            return [name] + keys.map { ($0, "null") }
                + [("error", errors.first ?? "null"), ("errors", array(errors))]
        }
    }

    private static let keys = [
        "engine", "endpoint", "reader_endpoint", "port", "database", "user", "users", "environment", "tags",
        "read_only", "region", "regions", "connect_to", "tunnel", "tunnel_command", "ca_file", "ca_only",
        "statement_timeout", "aws_profile", "note", "passwords",
    ]

    private static func values(_ cluster: Cluster) -> [Member] {
        var (tunnel, command): (String?, String?)
        switch cluster.tunnel {
        case .ssh?, .instance?, .taggedInstance?: tunnel = cluster.tunnel?.description
        case .command(let line)?: command = line
        case nil: break
        }
        let passwords = cluster.passwords.sorted { $0.key < $1.key }.map { user, origin in
            "\(JSONText.quoted(user)) : \(JSONText.quoted(text(origin)))"
        }
        let values = [
            quoted(cluster.engine.rawValue), quoted(cluster.endpoint.host), quoted(cluster.readerEndpoint?.host),
            "\(cluster.port)", quoted(cluster.database), quoted(cluster.user), array(cluster.users.map(quoted)),
            quoted(cluster.environment), array(cluster.tags.map(quoted)), "\(cluster.isReadOnly)",
            quoted(cluster.region), array(cluster.regions.map(quoted)), quoted(cluster.connectTo?.description),
            quoted(tunnel), quoted(command), quoted(cluster.caFile), "\(cluster.isCAOnly)",
            cluster.statementTimeout.map { "\($0)" } ?? "null", quoted(cluster.awsProfile), quoted(cluster.note),
            "{" + passwords.joined(separator: ", ") + "}",
        ]
        return zip(keys, values).map { ($0, $1) }
    }

    /// The value in the profile file.
    private static func text(_ origin: PasswordOrigin) -> String {
        switch origin {
        case .secret(let name): "secret:" + name
        case .command(let words): "command:" + words.map(Quoting.shellWord).joined(separator: " ")
        case .ask: "ask"
        }
    }

    private static func object(_ issue: SourceIssue) -> String {
        "{\"file\" : \(quoted(issue.file)), \"line\" : \(issue.position.line), "
            + "\"column\" : \(issue.position.column), \"message\" : \(quoted(issue.message)), "
            + "\"suggestion\" : \(quoted(issue.suggestion))}"
    }

    private static func quoted(_ text: String?) -> String { text.map { JSONText.quoted($0) } ?? "null" }

    private static func array(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }
}

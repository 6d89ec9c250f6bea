// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Endpoints
import Failures
import FoundationEssentials
import Profiles
import TOML

/// The clusters as JSON, with the keys of the profile file.
enum ClusterJSON {
    static func text(_ profiles: ProfileFile) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(profiles.entries.map(Item.init))
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Item: Encodable {
        var name: String
        var engine: String?
        var endpoint: String?
        var reader_endpoint: String?
        var port: Int?
        var database: String?
        var user: String?
        var users: [String]?
        var environment: String?
        var tags: [String]?
        var read_only: Bool?
        var region: String?
        var connect_to: String?
        var tunnel: String?
        var tunnel_command: String?
        var ca_file: String?
        var ca_only: Bool?
        var statement_timeout: Int?
        var aws_profile: String?
        var note: String?
        var error: Issue?

        init(_ entry: ProfileFile.Entry) {
            name = entry.name
            switch entry {
            case .cluster(let cluster):
                engine = cluster.engine.rawValue
                endpoint = cluster.endpoint.host
                reader_endpoint = cluster.readerEndpoint?.host
                port = cluster.port
                database = cluster.database
                user = cluster.user
                users = cluster.users
                environment = cluster.environment
                tags = cluster.tags
                read_only = cluster.isReadOnly
                region = cluster.region
                connect_to = cluster.connectTo?.description
                switch cluster.tunnel {
                case .ssh?, .instance?, .taggedInstance?: tunnel = cluster.tunnel?.description
                case .command(let command)?: tunnel_command = command
                case nil: break
                }
                ca_file = cluster.caFile
                ca_only = cluster.isCAOnly
                statement_timeout = cluster.statementTimeout
                aws_profile = cluster.awsProfile
                note = cluster.note
            case .broken(_, let issues):
                error = issues.first.map(Issue.init)
            }
        }
    }

    private struct Issue: Encodable {
        let file: String
        let line: Int
        let column: Int
        let message: String
        let suggestion: String?

        init(_ issue: SourceIssue) {
            file = issue.file
            line = issue.position.line
            column = issue.position.column
            message = issue.message
            suggestion = issue.suggestion
        }
    }
}

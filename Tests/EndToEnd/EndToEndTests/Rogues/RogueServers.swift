import Foundation
import SQLWire
import Secrets
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// Servers with a valid certificate for `host`, each with its own behaviour.
final class RogueServers {
    static let host = "rogue.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    /// The steps of a server, as `Oracle/rogue.py` knows them.
    struct Behaviour: Encodable {
        let name: String
        var steps: [String] = []
        var greeting = Greeting()
        /// The sizes of the pieces of a greeting; the rest comes last.
        var pieces: [Int] = []
        /// Whether the server keeps the connection after its last step.
        var stays = false
        /// For the step `serve`: the rows for queries that contain a text, one list for each connection.
        var answers: [[String: Answer]] = []
        /// For a tunnel: its target, and its mode for each connection in turn.
        var target = 0
        var modes: [String] = []

        enum Answer: Encodable {
            case rows([[String]])
            case silence

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .rows(let rows): try container.encode(rows)
                case .silence: try container.encode("mute")
                }
            }
        }

        struct Greeting: Encodable {
            var plugin = "mysql_native_password"
            var tls = true
            var version = "8.4.0"
            var `protocol` = 10
            /// Hexadecimal bytes after the greeting, in clear text.
            var extra = ""
            /// Hexadecimal bytes instead of a greeting.
            var raw: String?
        }
    }

    /// The bytes that a server received from one client.
    struct Record: Decodable {
        let name: String
        let clear: String
        let secure: String
        let token: String
    }

    let ports: [String: Int]
    let authority: String
    private let folder: TemporaryDirectory
    private let process: ChildProcess

    /// A tunnel to a port that forwards every connection.
    convenience init(tunnelTo port: Int) throws {
        try self.init("tunnel", [Behaviour(name: "tunnel", target: port, modes: ["pass"])])
    }

    /// Stops the process: the kernel still accepts connections, but no data is read or written.
    func hold() { kill(process.identifier, SIGSTOP) }

    /// Continues the process.
    func release() { kill(process.identifier, SIGCONT) }

    init(
        _ engine: String, _ behaviours: [Behaviour],
        certificate: RogueCertificate.Kind = .good, host: String = RogueServers.host
    ) throws {
        folder = try TemporaryDirectory()
        let certificate = try RogueCertificate(certificate, host: host, in: folder)
        authority = certificate.authority
        struct Plan: Encodable {
            let engine: String
            let certificate: String
            let key: String
            let log: String
            let behaviours: [Behaviour]
        }
        let plan = Plan(
            engine: engine, certificate: certificate.certificate, key: certificate.key, log: folder.path("log"),
            behaviours: behaviours)
        try folder.write(String(decoding: try JSONEncoder().encode(plan), as: UTF8.self), to: "plan.json")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/rogue.py").path
        process = try ChildProcess(
            [Oracle.python, script, folder.path("plan.json")], environment: [:], output: folder.path("ports"),
            errors: folder.path("errors"))
        var line = ""
        for _ in 0..<3_000 where !line.hasSuffix("\n") {
            line = (try? String(contentsOfFile: folder.path("ports"), encoding: .utf8)) ?? ""
            poll(nil, 0, 10)
        }
        ports = try JSONDecoder().decode([String: Int].self, from: Data(line.utf8))
    }

    /// The records of the server with that name, after `count` clients have left.
    func records(of name: String, count: Int = 1) throws -> [Record] {
        for _ in 0..<3_000 {
            let text = (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? ""
            let records = try text.split(separator: "\n").map {
                try JSONDecoder().decode(Record.self, from: Data($0.utf8))
            }.filter { $0.name == name }
            if records.count >= count { return records }
            poll(nil, 0, 10)
        }
        throw ToolFailure(
            arguments: [name], log: (try? String(contentsOfFile: folder.path("errors"), encoding: .utf8)) ?? "")
    }

    /// A plan for a session at the server with that name.
    func plan(_ name: String, token: String = RogueToken.text) throws -> SessionPlan {
        var plan = SessionPlan(
            host: Self.host, port: 3_306, user: "jane_doe",
            authorities: Authorities(file: authority, isChosen: true, cacheDirectory: nil),
            token: { Secret(token) })
        plan.dialHost = "127.0.0.1"
        plan.dialPort = try #require(ports[name])
        plan.database = "secret_database"
        return plan
    }

    /// A profile file with one cluster for each server.
    func profiles(_ engine: String) -> String {
        ports.map { name, port in
            """
            [clusters."\(name)"]
            engine = "\(engine)"
            endpoint = "\(Self.host)"
            connect_to = "127.0.0.1:\(port)"
            user = "jane_doe"
            ca_file = "\(authority)"

            """
        }.joined(separator: "\n")
    }
}

/// A token in AWS's form, and a search for its secrets in a text.
enum RogueToken {
    static let signature = "3f9a0c51d2e48b7766aa19c0ffee42d8b1c37e905d6f8a2b4c1e0d9f7a6b5c4d"
    static let session =
        "IQoJb3JpZ2luX2VjEPv%2F%2FwEaCXVzLWVhc3QtMSJHMEUCIQDk7s%2BQm1Zr4TgYxw8uVnLpO0aBcDeFgHiJkLmNoPqRsTuV%3D%3D"
    static let text =
        RogueServers.host + ":3306/?Action=connect&DBUser=jane_doe&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIAEXAMPLE%2F20261130%2Feu-west-1%2Frds-db%2Faws4_request&X-Amz-Date=20261130T120000Z"
        + "&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=\(session)&X-Amz-Signature=\(signature)"

    /// Every run of eight characters of the token's secrets in `text`, in any case, decoded or not, with or without
    /// other characters in between.
    static func leaks(_ token: String, in text: String) -> [String] {
        let fields = token.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map { String($0) } }
        let values = fields.filter { ["X-Amz-Signature", "X-Amz-Security-Token"].contains($0[0]) }.map { $0[1] }
        let secrets = values.flatMap { [$0, $0.removingPercentEncoding ?? $0] }.map { $0.lowercased() }
        var shown = text.lowercased()
        var all = shown
        for _ in 0..<4 {
            shown = shown.removingPercentEncoding ?? shown
            all += "\n" + shown
        }
        all += "\n" + String(shown.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
        let haystack = all
        return secrets.flatMap { secret -> [String] in
            let characters = Array(secret.utf8)
            guard characters.count >= 8 else { return [] }
            return (0...(characters.count - 8)).map { start in
                String(decoding: characters[start..<(start + 8)], as: UTF8.self)
            }.filter { haystack.contains($0) }
        }
    }
}

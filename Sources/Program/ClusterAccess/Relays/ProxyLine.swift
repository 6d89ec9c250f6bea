import Failures
import FoundationEssentials
import LocalFiles
import Profiles
import TokenDelivery

/// How a program reaches a cluster through a proxy, as a command line and as JSON.
package struct ProxyLine: Encodable {
    let cluster: String
    let engine: String
    let socket: String
    let host: String
    let port: Int?
    let user: String
    let database: String?
    package let command: String
    let password: String?

    /// - Parameters:
    ///   - port: The loopback port, where there is one.
    ///   - password: The password of the port.
    init(_ login: Login, socket: String, port: Int?, password: String?) {
        cluster = login.cluster
        engine = login.engine.rawValue
        self.socket = socket
        user = login.user
        self.password = password
        switch login.engine {
        case .postgresql, .dsql:
            database = login.database ?? "postgres"
            host = port == nil ? FilePath.parent(of: socket).directory : "127.0.0.1"
            self.port = port ?? login.port
            var words = ["host=\(Self.connectionValue(host))"]
            if let number = self.port, number != 5_432 { words.append("port=\(number)") }
            words.append("user=\(Self.connectionValue(user))")
            words.append("dbname=\(Self.connectionValue(database ?? "postgres"))")
            if port != nil { words.append("sslmode=disable") }
            command = "psql " + Self.doubleQuoted(words.joined(separator: " "))
        case .mysql:
            database = login.database
            host = port == nil ? "localhost" : "127.0.0.1"
            self.port = port
            var words = ["mysql"]
            if let port {
                words += ["--host=127.0.0.1", "--port=\(port)", "--password"]
            } else {
                words.append(Quoting.shellWord("--socket=\(socket)"))
            }
            words.append(Quoting.shellWord("--user=\(user)"))
            if let database { words.append(Quoting.shellWord(database)) }
            command = words.joined(separator: " ")
        }
    }

    private enum CodingKeys: CodingKey {
        case cluster, engine, socket, host, port, user, database, command, password
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(cluster, forKey: .cluster)
        try container.encode(engine, forKey: .engine)
        try container.encode(socket, forKey: .socket)
        try container.encode(host, forKey: .host)
        try container.encode(port, forKey: .port)
        try container.encode(user, forKey: .user)
        try container.encode(database, forKey: .database)
        try container.encode(command, forKey: .command)
        try container.encodeIfPresent(password, forKey: .password)
    }

    /// One JSON object on one line.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// A quoted value of libpq's connection string. Source: PostgreSQL, "Connection Strings".
    private static func connectionValue(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { !"' \\\t\n".utf8.contains($0) }
        guard !isPlain else { return value }
        return "'" + Quoting.replacing(value, ["\\": "\\\\", "'": "\\'"]) + "'"
    }

    private static func doubleQuoted(_ text: String) -> String {
        "\"" + Quoting.replacing(text, ["\\": "\\\\", "\"": "\\\"", "$": "\\$", "`": "\\`"]) + "\""
    }
}

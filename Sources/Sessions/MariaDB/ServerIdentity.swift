import SQLWire

/// Distinguishes servers behind the same name and port.
struct ServerIdentity: Sendable, Equatable {
    private let variables: [String: String]

    /// Queries the connected server; nil when it does not report its identity.
    ///
    /// One statement for all servers: MySQL has `server_uuid`, MariaDB `server_uid`, Aurora its own instance name;
    /// missing variables cause no error here.
    init?(_ connection: Connection) {
        let names = ["server_uuid", "server_uid", "aurora_server_id", "hostname", "port"]
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        guard let rows = connection.rows(of: "SHOW GLOBAL VARIABLES WHERE Variable_name IN (\(list))") else {
            return nil
        }
        var variables: [String: String] = [:]
        for row in rows where row.count == 2 {
            if let name = row[0], let value = row[1] { variables[name.lowercased()] = value }
        }
        guard variables["server_uuid"] ?? variables["server_uid"] ?? variables["hostname"] != nil else { return nil }
        self.variables = variables
    }

    /// The server's name for messages.
    var name: String {
        variables["aurora_server_id"] ?? variables["hostname"].map { host in
            variables["port"].map { "\(host):\($0)" } ?? host
        } ?? variables["server_uuid"] ?? "a server without a name"
    }
}

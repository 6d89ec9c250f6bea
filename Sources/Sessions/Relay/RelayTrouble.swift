/// What kind of thing went wrong, for the codes that clients of each protocol know.
enum RelayTrouble: Equatable {
    case accessDenied
    case cannotConnect
    case serverLost
    case tlsFailed
    case malformed
    case tooManyConnections
    case unsupported
    /// A MySQL server's own code.
    case server(UInt16)

    /// A MySQL server's code for an event of the same kind: clients take their own, 2000 to 2999, from nobody else.
    /// Source: MySQL and MariaDB, "Server Error Message Reference".
    var mySQLCode: UInt16 {
        switch self {
        case .accessDenied: ErrorPacket.accessDenied
        case .cannotConnect: ErrorPacket.cannotConnect
        case .serverLost: ErrorPacket.serverLost
        case .tlsFailed: ErrorPacket.tlsFailed
        case .malformed: ErrorPacket.malformed
        case .tooManyConnections: ErrorPacket.tooManyConnections
        case .unsupported: ErrorPacket.unsupported
        case .server(let code): code
        }
    }

    /// The SQLSTATE. Source: PostgreSQL, "Error Codes".
    var sqlState: String {
        switch self {
        case .accessDenied: "28000"
        case .cannotConnect, .tlsFailed: "08001"
        case .serverLost: "08006"
        case .malformed: "08P01"
        case .tooManyConnections: "53300"
        case .unsupported: "0A000"
        case .server: "08004"
        }
    }
}

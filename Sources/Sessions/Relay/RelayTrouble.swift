/// The class of an error, which determines the error code in each protocol.
enum RelayTrouble: Equatable {
    case accessDenied
    case cannotConnect
    case serverLost
    case tlsFailed
    case malformed
    case tooManyConnections
    case unsupported
    /// A code from a MySQL server.
    case server(UInt16)

    /// A MySQL server's error code for the same class. Codes from 2000 to 2999 are reserved for clients. Source: MySQL
    /// and MariaDB, "Server Error Message Reference".
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

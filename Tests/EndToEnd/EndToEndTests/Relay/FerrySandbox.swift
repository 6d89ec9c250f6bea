import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Short names for the sandbox's MySQL server.
extension SandboxDescription {
    var ferry: Cluster {
        get throws { try cluster("ferry") }
    }

    var ferryPort: Int {
        get throws { try #require(Int(port("ferry"))) }
    }

    /// A token of our own program.
    func token() throws -> String {
        try token("ferry")
    }

    /// The mariadb client without a relay.
    func direct(_ sql: String) throws -> Program {
        try mariadb(try token(), sql: sql)
    }

    /// The number of token bytes that have arrived.
    func arrived() throws -> Int {
        try verdicts().filter { $0.engine == "mysql" }.reduce(0) { $0 + $1.token_bytes }
    }
}

import Foundation
import TestSupport

/// A user's machine: a home directory, a profile file, AWS keys in the environment.
final class Machine {
    let home: TemporaryDirectory
    var environment: [String: String]

    static let host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    static let profile = """
        [defaults]
        user = "jane_doe"

        [clusters.orders]
        engine = "postgresql"
        endpoint = "\(host)"
        database = "orders"
        environment = "production"

        [clusters.billing]
        engine = "mysql"
        endpoint = "billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        """

    init(profile: String? = Machine.profile) throws {
        home = try TemporaryDirectory()
        environment = [
            "HOME": home.path, "AWS_ACCESS_KEY_ID": "akid", "AWS_SECRET_ACCESS_KEY": "skid",
            "XDG_RUNTIME_DIR": home.path("run"),
        ]
        if let profile { try home.write(profile, to: ".config/quarterdeck/clusters.toml") }
        try FileManager.default.createDirectory(atPath: home.path("run"), withIntermediateDirectories: true)
    }

    /// Runs the program on it.
    func quarterdeck(_ arguments: String...) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment, directory: home.path)
    }

    /// Runs a shell script on it, in which `$Q` is the program.
    func shell(_ script: String) throws -> Program {
        try Program.run(
            ["bash", "-c", script],
            environment: environment.merging(["Q": Program.product("quarterdeck")]) { own, _ in own },
            directory: home.path)
    }
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The sandbox's servers as clusters that are reachable only through a tunnel: their names are not in DNS.
struct PrivateClusters {
    let sandbox: SandboxDescription
    let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: folder.path("run"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// A command that carries a connection to a server of the sandbox.
    func carrying(to name: String) throws -> String {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/carry.py").path
        return "python3 \(script) \(try sandbox.port(name)) \(folder.path("carried"))"
    }

    /// The number of carried connections.
    var carried: Int {
        ((try? String(contentsOfFile: folder.path("carried"), encoding: .utf8)) ?? "").split(separator: "\n").count
    }

    /// A profile file in which the clusters have these lines instead of `connect_to`.
    func profiles(_ lines: [String: String]) throws {
        var text = "[defaults]\nca_file = \"\(sandbox.ca_file)\"\ndatabase = \"harbor\"\nuser = \"jane_doe\"\n"
        for (name, line) in lines {
            let cluster = try sandbox.cluster(name)
            text += """

                [clusters.\(name)]
                engine = "\(cluster.engine)"
                endpoint = "\(cluster.endpoint)"
                \(line)

                """
        }
        try folder.write(text, to: "clusters.toml")
    }

    func environment(_ more: [String: String] = [:]) -> [String: String] {
        sandbox.env.merging([
            "QUARTERDECK_CONFIG": folder.path("clusters.toml"), "XDG_RUNTIME_DIR": folder.path("run"),
            "HOME": folder.path,
        ]) { _, new in new }.merging(more) { _, new in new }
    }

    func quarterdeck(_ arguments: String..., environment more: [String: String] = [:]) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment(more))
    }
}

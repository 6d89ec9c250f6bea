import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// A proxy before one of the sandbox's servers that cuts connections at a message. Source: Oracle/cutting_proxy.py.
final class CuttingProxy {
    let port: Int
    private let folder: TemporaryDirectory
    private let child: ChildProcess

    /// The result of a connection.
    struct Report: Decodable {
        let id: Int
        /// The number of messages, the cut one included.
        let steps: Int
        /// The messages' types, with `c:` for the client's and `s:` for the server's.
        let trace: [String]
        /// Whether the token arrived.
        let token: Bool
    }

    init(_ sandbox: SandboxDescription, _ cluster: String, upstream: Int) throws {
        let folder = try TemporaryDirectory()
        let script =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
            + "/Oracle/cutting_proxy.py"
        try folder.write("{\"id\": 0, \"step\": -1, \"action\": \"\"}", to: "plan")
        let engine = try sandbox.cluster(cluster).engine
        child = try ChildProcess(
            [
                "python3", script, engine, "\(upstream)", "\(sandbox.state)/tls/\(cluster).pem",
                "\(sandbox.state)/tls/\(cluster).key", folder.path("plan"), folder.path("log"),
            ], environment: [:], output: folder.path("out"), errors: folder.path("err"))
        self.folder = folder
        var port: Int?
        for _ in 0..<1_000 {
            port = (try? String(contentsOfFile: folder.path("out"), encoding: .utf8)).flatMap { text in
                text.hasSuffix("\n") ? Int(text.dropLast()) : nil
            }
            if port != nil { break }
            poll(nil, 0, 10)
        }
        self.port = try #require(port)
    }

    /// Sets the action for the next connections.
    func plan(_ id: Int, step: Int, action: String) throws {
        try folder.write("{\"id\": \(id), \"step\": \(step), \"action\": \"\(action)\"}", to: "plan.new")
        rename(folder.path("plan.new"), folder.path("plan"))
    }

    /// The result of the first connection with an id, after its end.
    func report(_ id: Int) async throws -> Report {
        var found: Report?
        try await eventually {
            let text = (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? ""
            found = text.split(separator: "\n").lazy
                .compactMap { try? JSONDecoder().decode(Report.self, from: Data($0.utf8)) }
                .first { $0.id == id }
            return found != nil
        }
        return try #require(found)
    }
}

/// A database for one test, with a proxy before its server.
struct CutPlace {
    let proxy: CuttingProxy
    /// A session without the proxy, to read the rows.
    let observer: any SQLSession
    /// The plan of a login through the proxy.
    let plan: SessionPlan
    let database: String
    /// A profile file in which the cluster is reached through the proxy.
    let config: String
    private let place: CatalogPlace
    private let folder: TemporaryDirectory

    init(_ cluster: String, _ sandbox: SandboxDescription) async throws {
        place = try await CatalogPlace(cluster, sandbox)
        (observer, database) = (place.session, place.database)
        try await place.make("create table cuts (run int, n int)")
        let isFerry = cluster == "ferry"
        let upstream = isFerry ? try WideFerry.shared.get().port : try #require(Int(sandbox.port(cluster)))
        proxy = try CuttingProxy(sandbox, cluster, upstream: upstream)
        var plan = try sandbox.plan(cluster, token: sandbox.token(cluster))
        (plan.dialPort, plan.database) = (proxy.port, database)
        self.plan = plan
        folder = try TemporaryDirectory()
        let profile = try String(
            contentsOfFile: isFerry ? WideFerry.shared.get().config : sandbox.config, encoding: .utf8)
        try folder.write(
            profile.replacingOccurrences(of: "127.0.0.1:\(upstream)", with: "127.0.0.1:\(proxy.port)"),
            to: "clusters.toml")
        config = folder.path("clusters.toml")
    }
}

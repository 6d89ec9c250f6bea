import Failures
import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox
@testable import Tunnels

/// Sessions whose tunnel is killed.
@Suite struct TunnelLifeTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// The program of a tunnel.
    enum Carrier: String, Sendable, CaseIterable {
        case command
        case ssh
    }

    /// A tunnel to a server of the sandbox, and its processes.
    private final class Killable: @unchecked Sendable {
        // It is not changed after `init`; its server only holds a process.
        let tunnels: ClusterTunnels
        let plan: SessionPlan
        private let clusters: PrivateClusters
        private let server: SSHServer?

        /// - Parameter limit: The number of bytes from the server after which a command kills itself.
        init(_ name: String, _ carrier: Carrier, limit: Int? = nil) throws {
            let clusters = try PrivateClusters()
            let server = carrier == .ssh ? try SSHServer() : nil
            let environment = ["PATH": (server.map { $0.path + ":" } ?? "") + "/usr/local/bin:/usr/bin:/bin"]
            let tunnels = ClusterTunnels { environment }
            let target = TunnelTarget(
                cluster: name, host: "127.0.0.1", port: try #require(Int(clusters.sandbox.port(name))))
            let route: ClusterTunnels.Route =
                carrier == .ssh
                ? .ssh(["bastion"]) : .command(try clusters.carrying(to: name) + (limit.map { " \($0)" } ?? ""))
            var plan = try clusters.sandbox.plan(name)
            plan.tunnel = tunnels.tunnel(to: target, by: route) { _ throws(Failure) in
                throw Failure(.internalError, "no AWS")
            }
            (self.clusters, self.server, self.tunnels, self.plan) = (clusters, server, tunnels, plan)
        }

        deinit {
            tunnels.end()
        }

        var programs: [Int32] {
            if let server { return server.clients }
            let text = (try? String(contentsOfFile: clusters.folder.path("carried"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").compactMap { Int32($0) }
        }

        func killNewest() {
            if let process = programs.last { kill(process, SIGKILL) }
        }

        var logins: Int { server?.logins ?? 0 }
    }

    private func isAboutTunnel(_ error: SessionError?) -> Bool {
        error?.failure.why?.contains("ended with exit code 137") == true
    }

    @Test(arguments: SessionTests.engines, Carrier.allCases)
    func `an idle session notices that its tunnel was killed, and the next login works`(
        _ engine: String, _ carrier: Carrier
    ) async throws {
        let killable = try Killable(engine, carrier)
        let losses = Locked<[SessionError]>([])
        var plan = killable.plan
        plan.onLoss = { error in losses.withLock { $0.append(error) } }
        let session = try sandbox.open(plan)
        try await session.open()
        #expect(try await session.collect("select 1").rows == [["1"]])
        killable.killNewest()
        try await eventually { losses.withLock { $0.count == 1 } }
        let loss = losses.withLock { $0.first }
        #expect(loss?.kind == .lost && isAboutTunnel(loss), "\(String(describing: loss))")
        // A dead ssh is replaced before a login needs it.
        if carrier == .ssh { try await eventually { killable.logins == 2 } }
        try await session.open()
        #expect(try await session.collect("select 2").rows == [["2"]])
    }

    @Test(arguments: SessionTests.engines, Carrier.allCases)
    func `rows that arrived before the tunnel was killed are kept`(
        _ engine: String, _ carrier: Carrier
    ) async throws {
        let killable = try Killable(engine, carrier)
        let session = try sandbox.open(killable.plan)
        try await session.open()
        let rows = Locked(0)
        let sql =
            engine == "harbor" ? "select generate_series(1, 1000000000)" : "select seq from seq_1_to_1000000000"
        let error = await sessionError {
            try await session.run(Array(sql.utf8), input: nil) { event in
                guard case .rows(let batch) = event else { return }
                if rows.withLock({ $0 == 0 }) { killable.killNewest() }
                rows.withLock { $0 += batch.rowCount }
            }
        }
        #expect(rows.withLock { $0 } > 0)
        #expect(error?.kind == .lost && isAboutTunnel(error), "\(String(describing: error))")
        try await session.open()
        #expect(try await session.collect("select 2").rows == [["2"]])
    }

    @Test(arguments: SessionTests.engines, Carrier.allCases)
    func `a transaction that is lost with its tunnel is reported`(
        _ engine: String, _ carrier: Carrier
    ) async throws {
        let killable = try Killable(engine, carrier)
        let session = try sandbox.open(killable.plan)
        try await session.open()
        _ = try await session.collect("begin")
        killable.killNewest()
        let sql = engine == "harbor" ? "select pg_sleep(1000)" : "select sleep(1000)"
        let error = await sessionError { _ = try await session.collect(sql) }
        #expect(error?.loss?.fate == .rolledBack && isAboutTunnel(error), "\(String(describing: error))")
        #expect(error?.failure.why?.contains("the server rolls the open transaction back") == true)
        try await session.open()
        #expect(await session.state().transaction == .none)
    }

    @Test(arguments: SessionTests.engines, [0, 1, 60, 1_200])
    func `a tunnel that is killed during the login is the reason of the failure`(
        _ engine: String, _ bytes: Int
    ) async throws {
        let killable = try Killable(engine, .command, limit: bytes == 0 ? nil : bytes)
        var plan = killable.plan
        if bytes == 0 {
            // The first program ends at once.
            let tunnels = ClusterTunnels { ["PATH": "/usr/bin:/bin"] }
            let target = TunnelTarget(cluster: engine, host: "127.0.0.1", port: 1)
            plan.tunnel = tunnels.tunnel(to: target, by: .command("sh -c 'kill -9 $$'")) { _ throws(Failure) in
                throw Failure(.internalError, "no AWS")
            }
        }
        let session = try sandbox.open(plan)
        let error = await sessionError { try await session.open() }
        #expect(error?.kind == .unreachable && isAboutTunnel(error), "\(String(describing: error))")
    }

    @Test(arguments: SessionTests.engines)
    func `an ssh that is killed during the login is started again for the next one`(_ engine: String) async throws {
        let killable = try Killable(engine, .ssh)
        var plan = killable.plan
        let (token, isFirst) = (plan.token, Locked(true))
        plan.token = { () throws(Failure) in
            if isFirst.withLock({ isFirst in
                defer { isFirst = false }
                return isFirst
            }) {
                killable.killNewest()
            }
            return try token()
        }
        let session = try sandbox.open(plan)
        let error = await sessionError { try await session.open() }
        #expect(error?.kind == .unreachable && isAboutTunnel(error), "\(String(describing: error))")
        try await session.open()
        #expect(try await session.collect("select 2").rows == [["2"]])
    }

    @Test func `a bastion that refuses is not asked in a loop`() throws {
        let server = try SSHServer()
        let environment = ["PATH": server.path + ":/usr/bin:/bin"]
        let tunnels = ClusterTunnels { environment }
        let target = TunnelTarget(cluster: "harbor", host: "127.0.0.1", port: 1)
        let tunnel = tunnels.tunnel(to: target, by: .ssh(["impostor"])) { _ throws(Failure) in
            throw Failure(.internalError, "no AWS")
        }
        for _ in 0..<200 {
            #expect(throws: Failure.self) { try tunnel.open(wake: nil, milliseconds: 30_000) }
        }
        #expect(server.clients.count < 20, "\(server.clients.count)")
    }
}

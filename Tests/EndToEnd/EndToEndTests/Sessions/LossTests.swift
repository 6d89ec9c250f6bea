import Failures
import Foundation
import Glibc
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Sessions that the server ends, or that end with the server.
@Suite struct LossTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func end(_ identifier: UInt64, _ engine: String) async throws {
        let observer = try await sandbox.session(engine)
        let sql = engine == "harbor" ? "select pg_terminate_backend(\(identifier))" : "kill connection \(identifier)"
        _ = try await observer.collect(sql)
    }

    private func sleep(_ engine: String) -> String {
        engine == "harbor" ? "select pg_sleep(1000)" : "select count(*) from vessels where sleep(1000) = 5"
    }

    @Test(arguments: SessionTests.engines, [false, true])
    func `a session killed during its work reports its losses`(
        _ engine: String, inTransaction: Bool
    ) async throws {
        let session = try await sandbox.session(engine)
        if inTransaction { _ = try await session.collect("begin") }
        let identifier = await session.state().identifier
        let sql = sleep(engine)
        async let error = sessionError { _ = try await session.collect(sql) }
        try await Task.sleep(for: .milliseconds(100))
        try await end(identifier, engine)
        #expect(await error?.kind == .lost)
        let why = try #require(await error?.failure.why)
        #expect(why.contains("the server rolls the open transaction back") == inTransaction)
        #expect(why.contains("the server may have done the statement that was running, or not") == !inTransaction)
        #expect(await error?.loss?.fate == (inTransaction ? .rolledBack : .maybeDone))
        #expect(await session.state().isOpen == false)
        try await session.open()
        #expect(await session.state().transaction == .none)
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: SessionTests.engines)
    func `an idle session notices its loss at once`(_ engine: String) async throws {
        let losses = Locked<[SessionError]>([])
        var plan = try sandbox.plan(engine)
        plan.onLoss = { error in losses.withLock { $0.append(error) } }
        let session = try sandbox.open(plan)
        try await session.open()
        _ = try await session.collect("begin")
        try await end(await session.state().identifier, engine)
        try await eventually { losses.withLock { $0.count == 1 } }
        let error = await sessionError { _ = try await session.collect("select 1") }
        #expect(error?.kind == .lost)
        #expect(error?.failure.why == "the statement was not run; the server rolls the open transaction back")
        let words = engine == "harbor" ? "due to administrator command" : "the server closed it while idle"
        #expect(error?.failure.what.contains(words) == true, "\(String(describing: error))")
        try await session.open()
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: SessionTests.engines)
    func `an idle time-out of the server is noticed`(_ engine: String) async throws {
        let losses = Locked(0)
        var plan = try sandbox.plan(engine)
        plan.onLoss = { _ in losses.withLock { $0 += 1 } }
        let session = try sandbox.open(plan)
        try await session.open()
        _ = try await session.collect(
            engine == "harbor" ? "set idle_session_timeout = '500ms'" : "set session wait_timeout = 1")
        try await eventually { losses.withLock { $0 == 1 } }
        #expect(await session.state().isOpen == false)
    }

    @Test(arguments: SessionTests.engines)
    func `a killed server is noticed and accepts no login`(_ engine: String) async throws {
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        let own = try SharedSandbox.up(folder.path("s"))
        defer {
            _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", folder.path("s")])
        }
        let session = try await own.session(engine)
        let sql = sleep(engine)
        async let error = sessionError { _ = try await session.collect(sql) }
        try await Task.sleep(for: .milliseconds(100))
        kill(engine == "harbor" ? own.pids.postgresql : own.pids.mariadb, SIGKILL)
        #expect(await error?.kind == .lost)
        let another = await sessionError { try await session.open() }
        let isTold = another?.kind == .unreachable || another?.failure.status == .temporary
        #expect(isTold, "\(String(describing: another))")
    }

    @Test func `a network that drops all packets is noticed`() throws {
        // In its own network namespace, whose loopback is then taken down: packets are neither refused nor delivered.
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        let script = """
            set -e
            ip link set lo up
            "$Q" sandbox up --state "$S" >/dev/null
            trap '"$Q" sandbox down --state "$S" >/dev/null' EXIT
            set -a; . "$S/env"; set +a
            for cluster in harbor ferry; do
                sleep=pg_sleep; if [ $cluster = ferry ]; then sleep=sleep; fi
                "$Q" sql $cluster -c "select $sleep(300)" 2> "$S/$cluster.err" & pids="$pids $!"
            done
            for try in $(seq 600); do
                [ "$(grep -c '"accepted":true' "$L")" -ge 2 ] && break
                read -t 0.1 nothing <> <(:) || true
            done
            ip link set lo down
            for pid in $pids; do wait $pid && echo 0 || echo $?; done
            cat "$S"/*.err
            ip link set lo up
            """
        let state = folder.path("s")
        let run = try Program.run(
            // A sandbox's servers cannot run as a root that exists only in this namespace.
            (geteuid() == 0 ? ["unshare", "-n"] : ["unshare", "-cn", "--keep-caps"]) + ["bash", "-c", script],
            environment: [
                "Q": Program.product("quarterdeck"), "S": state, "HOME": folder.path,
                "L": state + "/verifier.log",
            ])
        #expect(run.text.hasPrefix("69\n69\n"), "\(run.text) \(run.errors)")
        #expect(run.text.components(separatedBy: "is lost:").count == 3, "\(run.text)")
    }
}

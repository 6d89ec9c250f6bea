import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Many sessions in parallel and in series.
@Suite struct CrowdTests {
    @Test func `a hundred sleeping sessions delay no other work`() async throws {
        let sandbox = try SharedSandbox.description.get()
        let token = try sandbox.token("harbor")
        let asleep = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var sessions: [any SQLSession] = []
            for _ in 0..<100 {
                var plan = try sandbox.plan("harbor", token: token)
                plan.connectTimeout = 60
                let session = try sandbox.open(plan)
                sessions.append(session)
                group.addTask {
                    try await session.open()
                    asleep.withLock { $0 += 1 }
                    _ = try await session.collect("select pg_sleep(1000) as crowd")
                    asleep.withLock { $0 -= 1 }
                }
            }
            let observer = try await sandbox.session("harbor")
            let count =
                "select count(*) from pg_stat_activity where state = 'active' and query = 'select pg_sleep(1000) as crowd'"
            try await eventually { try await observer.collect(count).rows == [["100"]] }
            // All of them wait, but a timer, a new session and a cancel request still work.
            try await Task.sleep(for: .milliseconds(1))
            let another = try await sandbox.session("harbor")
            #expect(try await another.collect("select 1").rows == [["1"]])
            sessions[50].cancel()
            try await eventually { asleep.withLock { $0 == 99 } }
            #expect(try await observer.collect(count).rows == [["99"]])
            for session in sessions { session.cancel() }
            try await group.waitForAll()
        }
    }

    @Test(arguments: SessionTests.engines)
    func `many sessions in series leave nothing behind`(_ engine: String) async throws {
        let sandbox = try SharedSandbox.description.get()
        for _ in 0..<10 {
            // On a busy machine a hundred take longer than a token lives.
            let plan = try sandbox.plan(engine, token: try sandbox.token(engine))
            for _ in 0..<10 {
                let session = try sandbox.open(plan)
                try await session.open()
                _ = try await session.collect("select 1")
                await session.close()
            }
        }
        let observer = try await sandbox.session(engine)
        let others =
            engine == "harbor"
            ? "select count(*) from pg_stat_activity where application_name = 'quarterdeck' and query = 'select 1'"
            : "select count(*) from information_schema.processlist where info = 'select 1'"
        try await eventually { try await observer.collect(others).rows == [["0"]] }
    }
}

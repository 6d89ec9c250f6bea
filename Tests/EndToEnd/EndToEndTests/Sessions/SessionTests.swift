import Foundation
import SQLWire
import TestSupport
import Testing
import Threads

@testable import Sandbox

@Suite struct SessionTests {
    static let engines = ["harbor", "ferry"]
    let sandbox = Result { try SharedSandbox.description.get() }

    @Test(arguments: engines) func `a session answers a query`(_ engine: String) async throws {
        let session = try await sandbox.get().session(engine)
        let outcome = try await session.collect("select id, name from vessels order by id limit 2")
        #expect(outcome.rows.count == 2)
        #expect(outcome.columns.first?.map(\.kind) == [.integer, .text])
        #expect(outcome.columns.first?.map(\.alignsRight) == [true, false])
        #expect(outcome.completions.map(\.rows) == [2])
        let state = await session.state()
        #expect(state.isOpen && state.transaction == .none && state.identifier > 0)
        await session.close()
    }

    @Test(arguments: engines) func `several results of one text arrive in order`(_ engine: String) async throws {
        let session = try await sandbox.get().session(engine)
        let outcome = try await session.collect(
            "select 1 as a; select 2 as b, null as c; select 3 from vessels where 1 = 0")
        #expect(outcome.columns.map(\.count) == [1, 2, 1])
        #expect(outcome.rows == [["1"], ["2", nil]])
        #expect(outcome.completions.count == 3)
    }

    @Test(arguments: engines) func `the transaction's state comes from the server`(_ engine: String) async throws {
        let session = try await sandbox.get().session(engine)
        _ = try await session.collect("begin")
        #expect(await session.state().transaction == .open)
        let outcome = try await session.collect("select no_such_column")
        #expect(outcome.failures.first?.sqlState == (engine == "harbor" ? "42703" : "42S22"))
        #expect(await session.state().transaction == (engine == "harbor" ? .failed : .open))
        _ = try await session.collect("rollback")
        #expect(await session.state().transaction == .none)
    }

    @Test(arguments: engines) func `a million rows arrive in batches of limited size`(_ engine: String) async throws {
        let session = try await sandbox.get().session(engine)
        let count = Locked((rows: 0, largest: 0, batches: 0))
        try await session.run(Array("select * from sensor_readings".utf8), input: nil) { event in
            guard case .rows(let batch) = event else { return }
            count.withLock { count in
                count.rows += batch.rowCount
                count.largest = max(count.largest, batch.byteCount)
                count.batches += 1
            }
        }
        let seen = count.withLock { $0 }
        #expect(seen.rows == 1_000_000)
        #expect(seen.largest < 262_144)
        #expect(seen.batches > 100)
    }
}

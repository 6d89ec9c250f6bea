import SQLWire
import ScreenKit
import Testing
import Timestamps

@testable import Workspace

/// The warnings before the end of the person's access to AWS.
@Suite struct AccessEndTests {
    private func warnings(_ bench: Bench) -> [String] {
        bench.state.messages.all.map(\.text).filter { $0.hasPrefix("access ends") }
    }

    private func bench(endsIn seconds: Int64, inTransaction: Bool) throws -> Bench {
        var bench = try Bench()
        bench.send(
            .access(AccessWindow(source: "sso-session corp", end: bench.state.now.timestamp + seconds)))
        guard inTransaction else { return bench }
        bench.type("begin;\n")
        bench.answer(ended: .open)
        return bench
    }

    @Test func `an open transaction is warned of 10, 5 and 1 minutes before the end, and nothing is sent`() throws {
        var bench = try bench(endsIn: 602, inTransaction: true)
        _ = bench.takeEffects()
        #expect(warnings(bench).isEmpty)
        bench.pass(seconds: 2)
        #expect(warnings(bench).count == 1)
        #expect(warnings(bench)[0].hasPrefix("access ends in 10:00 with"))
        #expect(
            warnings(bench)[0].contains("(sso-session corp)") && warnings(bench)[0].contains("run COMMIT or ROLLBACK. ")
        )
        bench.pass(seconds: 299)
        #expect(warnings(bench).count == 1)
        bench.pass(seconds: 1)
        #expect(warnings(bench).count == 2)
        bench.pass(seconds: 240)
        #expect(warnings(bench).count == 3)
        bench.pass(seconds: 100)
        #expect(warnings(bench).count == 3)
        #expect(bench.sent() == nil)
        #expect(bench.state.hasTransaction)
    }

    @Test func `there is no warning without a transaction, and a later transaction is warned of at once`() throws {
        var bench = try bench(endsIn: 500, inTransaction: false)
        bench.pass(seconds: 50)
        #expect(warnings(bench).isEmpty)
        bench.type("begin;\n")
        bench.answer(ended: .open)
        bench.pass(seconds: 1)
        #expect(warnings(bench).count == 1)
        bench.type("commit;\n")
        bench.answer(ended: .none)
        bench.pass(seconds: 1)
        bench.type("begin;\n")
        bench.answer(ended: .open)
        bench.pass(seconds: 1)
        #expect(warnings(bench).count == 2)
    }

    @Test func `a renewed access ends later, and is warned of again`() throws {
        var bench = try bench(endsIn: 600, inTransaction: true)
        bench.pass(seconds: 1)
        #expect(warnings(bench).count == 1)
        bench.send(.access(AccessWindow(source: "sso-session corp", end: bench.state.now.timestamp + 3_600)))
        bench.pass(seconds: 2_999)
        #expect(warnings(bench).count == 1)
        bench.pass(seconds: 1)
        #expect(warnings(bench).count == 2)
        bench.send(.access(nil))
        bench.pass(seconds: 600)
        #expect(warnings(bench).count == 2)
    }
}

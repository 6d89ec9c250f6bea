import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Postgres
@testable import Sandbox

/// A server may send any number of notices and notifications.
@Suite struct NoticeTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test func `cancelling an endless flood of notices ends it, and the session goes on`() async throws {
        let session = try await sandbox.session("harbor")
        let outcome = Locked(Outcome())
        let sql = "do $$begin loop raise notice '%', repeat('flood ', 200); end loop; end$$"
        try await session.run(Array(sql.utf8), input: nil) { event in
            let isEnough = outcome.withLock { outcome in
                outcome.take(event)
                return outcome.notices.count == 2_000
            }
            if isEnough { session.cancel() }
        }
        let seen = outcome.withLock { $0 }
        #expect(seen.failures.map(\.sqlState) == ["57014"])
        #expect(seen.notices.count < 30_000)
        #expect(seen.notices.last?.severity == "NOTICE")
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: [(9_999, 1), (10_001, 1), (25_000, 1), (10_000, 5_000), (3, 3_000_000), (2, 9_000_000)])
    func `the newest of too many messages stay, and the others are counted`(_ count: Int, _ bytes: Int) throws {
        var messages = RecentMessages()
        let pad = String(repeating: "x", count: bytes)
        for number in 1...count {
            var message = ServerMessage(severity: "NOTICE", sqlState: "", text: "\(number)")
            message.detail = pad
            messages.add(message)
        }
        let kept = messages.take()
        let notices = kept.filter { $0.severity == "NOTICE" }
        #expect(notices.map(\.text) == ((count - notices.count + 1)...count).map { "\($0)" })
        #expect(notices.count == 1 || notices.count * bytes <= 1 << 22)
        #expect(notices.count == count || notices.count == 1 || notices.count >= min(5_000, (1 << 21) / (bytes + 200)))
        let words = "\(count - notices.count) older messages of the server came too fast and were not kept"
        #expect(kept.first?.text == (notices.count == count ? "1" : words))
        #expect(messages.take().isEmpty)
    }

    @Test func `twenty thousand notices arrive completely without a cancellation`() async throws {
        let session = try await sandbox.session("harbor")
        let sql = "do $$begin for i in 1..20000 loop raise notice '%', i; end loop; end$$"
        let notices = try await session.collect(sql).notices
        #expect(notices.map(\.text) == (1...20_000).map { "\($0)" })
    }

    @Test func `notifications are delivered with the running statement or the next one`() async throws {
        let (session, other) = (try await sandbox.session("harbor"), try await sandbox.session("harbor"))
        let number = await other.state().identifier
        _ = try await session.collect("listen \"News of the day\"")
        _ = try await other.collect("notify \"News of the day\", 'rain'; notify \"News of the day\"")
        var notices: [ServerMessage] = []
        try await eventually {
            notices += try await session.collect("select 1").notices
            return notices.count >= 2
        }
        #expect(
            notices.map(\.text) == [
                "channel \"News of the day\" with payload \"rain\", from server process \(number)",
                "channel \"News of the day\", from server process \(number)",
            ])
        #expect(notices.map(\.severity) == ["NOTIFY", "NOTIFY"])
    }

    @Test func `a session that asks for them gets notifications while it is idle, cleaned and bounded`() async throws {
        let heard = Locked<[ServerMessage]>([])
        var plan = try sandbox.plan("harbor")
        plan.onMessages = { messages in heard.withLock { $0 += messages } }
        let (session, other) = (try sandbox.open(plan), try await sandbox.session("harbor"))
        try await session.open()
        _ = try await session.collect("listen idle_news")
        let number = await other.state().identifier
        _ = try await other.collect("notify idle_news, 'rain'")
        try await eventually { heard.withLock { !$0.isEmpty } }
        #expect(
            heard.withLock { $0.map(\.text) } == [
                "channel \"idle_news\" with payload \"rain\", from server process \(number)"
            ])
        let many = "do $$begin for i in 1..30000 loop perform pg_notify('idle_news', i::text); end loop; end$$"
        _ = try await other.collect(many)
        try await eventually { heard.withLock { $0.last?.text.contains("\"30000\"") == true } }
        #expect(try await session.collect("select 1").notices.isEmpty)
    }

    @Test func `a flood of notifications to an idle session keeps the newest`() async throws {
        let (session, other) = (try await sandbox.session("harbor"), try await sandbox.session("harbor"))
        _ = try await session.collect("listen flood_of_news")
        let many = "do $$begin for i in 1..30000 loop perform pg_notify('flood_of_news', i::text); end loop; end$$"
        _ = try await other.collect(many)
        var notices: [ServerMessage] = []
        try await eventually {
            notices += try await session.collect("select 1").notices
            return notices.last?.text.contains("\"30000\"") == true
        }
        #expect(notices.filter { $0.severity == "NOTIFY" }.count <= 30_000)
    }
}

import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

extension ActivityOnServers {
    /// `top --once` on servers with known waits.
    @Suite(.serialized) struct TopOnceTests {
        @Test func `a queue for a row of PostgreSQL shows the blockers, the wait times and the locks`() async throws {
            let (holder, second, third) = (
                try await Actor("harbor"), try await Actor("harbor"), try await Actor("harbor")
            )
            let observer = try await Actor("harbor")
            try await holder.run("begin; update vessels set name = name where id = 1")
            let statement = "update vessels set name = name where id = 1 /* waits */"
            let waits = [second.begin(statement)]
            try await eventually { try await Self.blocked(observer) == 1 }
            let more = third.begin(statement)
            try await eventually { try await Self.blocked(observer) == 2 }

            let before = try await Self.ages(observer, holder.pid)
            let line = try #require(try TopLine.all("harbor").first)
            let after = try await Self.ages(observer, holder.pid)
            let found = try line.session(holder.pid)
            #expect(found.state == "idle in transaction")
            #expect(found.wait == "Client:ClientRead")
            #expect(found.blockedBy == [])
            #expect((before.transaction...after.transaction).contains(try #require(found.transactionAge)))
            #expect((before.query...after.query).contains(try #require(found.queryAge)))
            #expect(found.user == "jane_doe")
            #expect(found.database == "harbor")
            #expect(found.client == "127.0.0.1")
            #expect(found.application == "quarterdeck")
            let waiter = try line.session(second.pid)
            #expect(waiter.state == "active")
            #expect(waiter.wait == "Lock:transactionid")
            #expect(waiter.blockedBy == [holder.pid])
            #expect(waiter.query == statement)
            #expect(try line.session(third.pid).wait == "Lock:tuple")
            #expect(try line.session(third.pid).blockedBy == [second.pid])
            // The four sessions of the test, and the sampler's own.
            #expect(line.connections == 5)
            #expect(line.maxConnections == 160)
            #expect(line.sessions.count == 4)
            #expect(line.cluster == "harbor" && line.engine == "postgresql" && line.role == "writer")
            #expect(line.version.hasPrefix("15."))

            let text = try TopLine.program(["harbor", "--once"])
            #expect(text.text.contains("active 2  waiting 2  idle in transaction 1"), "\(text.text)")
            #expect(text.text.contains("  \(holder.pid)  blocks 2"), "\(text.text)")
            #expect(text.text.contains("└─ \(second.pid)  blocks 1"), "\(text.text)")
            #expect(text.text.contains("   └─ \(third.pid)  jane_doe  active  waits"), "\(text.text)")
            try await holder.run("rollback")
            for task in waits + [more] { _ = await task.value }
            for actor in [holder, second, third, observer] { await actor.session.close() }
        }

        @Test func `rows and tables of MySQL show their blockers`() async throws {
            let (holder, second, reader) = (
                try await Actor("ferry"), try await Actor("ferry"), try await Actor("ferry")
            )
            let (locker, behind) = (try await Actor("ferry"), try await Actor("ferry"))
            try await holder.run("begin")
            try await holder.run("update vessels set name = 'x' where id = 1")
            let waiting = second.begin("update vessels set name = 'y' where id = 1")
            try await reader.run("begin")
            try await reader.run("select count(*) from berths")
            let locking = locker.begin("lock tables berths write")
            try await eventually { try TopLine.all("ferry").first?.session(locker.pid).wait == "Lock:table metadata" }
            let queued = behind.begin("select count(*) from berths")
            try await eventually { try TopLine.all("ferry").first?.session(behind.pid).blockedBy == [locker.pid] }

            let line = try #require(try TopLine.all("ferry").first)
            let found = try line.session(second.pid)
            #expect(found.blockedBy == [holder.pid])
            #expect(found.wait == "Lock:row")
            #expect(found.state == "active")
            #expect(found.query == "update vessels set name = 'y' where id = 1")
            #expect(try line.session(holder.pid).state == "idle in transaction")
            #expect(try line.session(holder.pid).transactionAge != nil)
            #expect(try line.session(holder.pid).query == "update vessels set name = 'x' where id = 1")
            #expect(try line.session(holder.pid).client == "127.0.0.1")
            #expect(try line.session(locker.pid).blockedBy == [reader.pid])
            #expect(line.engine == "mysql" && line.role == "writer" && line.version == "8.0.28")
            #expect(line.connections == 6)
            #expect(line.sessions.count == 5)

            try await reader.run("rollback")
            try await holder.run("rollback")
            for task in [waiting, locking] { _ = await task.value }
            try await locker.run("unlock tables")
            _ = await queued.value
            for actor in [holder, second, reader, locker, behind] { await actor.session.close() }
        }

        @Test func `a user without the right sees that sessions are hidden, and the right that shows them`()
            async throws
        {
            let harbor = try await Actor("harbor")
            let (pg, my) = (try TopLine.program(["harbor-ro"]), try TopLine.program(["ferry-ro"]))
            #expect(pg.text.contains("GRANT pg_read_all_stats TO jane_ro"), "\(pg.text)\(pg.errors)")
            #expect(pg.text.contains("hidden"))
            #expect(my.text.contains("GRANT PROCESS ON *.* TO jane_ro"), "\(my.text)\(my.errors)")
            await harbor.session.close()
        }

        @Test func `an unreachable cluster does not stop the others, and determines the exit code`() throws {
            let sandbox = try ActivityScene.sandbox.get()
            let folder = try TemporaryDirectory()
            let shared = try String(contentsOfFile: try #require(sandbox.env["QUARTERDECK_CONFIG"]), encoding: .utf8)
            var environment = sandbox.env
            environment["QUARTERDECK_CONFIG"] = try folder.write(
                shared + """

                    [clusters.silent]
                    engine = "postgresql"
                    endpoint = "silent.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                    connect_to = "127.0.0.1:1"
                    user = "jane_doe"
                    """, to: "clusters.toml")
            let run = try Program.run(
                [Program.product("quarterdeck"), "top", "silent", "ferry", "--json"], environment: environment)
            #expect(run.status == 69, "\(run.errors)")
            #expect(run.text.split(separator: "\n").count == 1)
            #expect(run.text.hasPrefix(#"{"cluster":"ferry","engine":"mysql","#))
            #expect(run.errors.hasPrefix("quarterdeck: "))
            #expect(run.errors.contains("silent"))
        }

        @Test(arguments: [["--once"], ["nobody", "--once"], ["harbor", "--all"], ["harbor", "--interval", "0.1"]])
        func `wrong usage runs nothing`(_ arguments: [String]) throws {
            let run = try TopLine.program(arguments)
            #expect(run.status == 64, "\(run.errors)")
            #expect(run.text.isEmpty)
        }

        private static func blocked(_ observer: Actor) async throws -> Int {
            let rows = try await observer.session.collect("select count(*) from pg_locks where not granted").rows
            return try #require(rows.first?.first.flatMap { $0 }.flatMap { Int($0) })
        }

        /// The ages of a session's transaction and statement by the server's own view.
        private static func ages(_ observer: Actor, _ pid: UInt64) async throws -> (transaction: Double, query: Double)
        {
            let sql = """
                select extract(epoch from clock_timestamp() - xact_start), extract(epoch from clock_timestamp() - query_start) \
                from pg_stat_activity where pid = \(pid)
                """
            let row = try #require(try await observer.session.collect(sql).rows.first)
            return (try #require(row[0].flatMap { Double($0) }), try #require(row[1].flatMap { Double($0) }))
        }
    }
}

import Foundation
import TestSupport
import Testing

@testable import Activity

/// The queries of a sample on every installed release of PostgreSQL, with locks of a prepared transaction.
@Suite struct ReadingReleaseTests {
    @Test(arguments: PostgreSQLRelease.allCases)
    func `a blocking prepared transaction is found`(_ release: PostgreSQLRelease) throws {
        let server = try PrivateServer.postgreSQL(release) { _ in ["max_prepared_transactions=4"] }
        let place = Place(server: server, release: release)
        _ = try place.answer("create table t (id int primary key); insert into t values (1)")
        _ = try place.answer("begin; update t set id = 1; prepare transaction 'order ''7''; x'")
        let waiter = try ChildProcess(
            [release.psql, "-X", "-h", server.directory, "-U", "postgres", "-c", "update t set id = 1"],
            environment: [:])
        while try place.answer("select 1 from pg_locks where not granted").isEmpty { poll(nil, 0, 20) }

        var reading = PostgreSQLReading()
        reading.begin([.progress, .statements])
        while let text = reading.next() {
            try reading.take(
                AnswerTables(
                    tables: try text.components(separatedBy: "; WITH ").enumerated().map {
                        try place.answer($0.offset == 0 ? $0.element : "WITH " + $0.element)
                    }))
        }
        let sample = reading.sample
        #expect(sample.server.version.hasPrefix("\(release.rawValue)."))
        #expect(sample.server.role == "writer")
        let blocked = try #require(sample.sessions.first { !$0.blockedBy.isEmpty })
        #expect(blocked.blockedBy == [0])
        #expect(blocked.wait == "Lock:transactionid")
        #expect(blocked.lock == "transactionid ShareLock")
        #expect(blocked.waitAge != nil)
        #expect(blocked.user == "postgres" && blocked.database == "postgres" && blocked.client == nil)
        #expect(blocked.application == "psql")
        #expect(sample.prepared.map(\.name) == ["order '7'; x"])
        #expect(sample.prepared.first?.blocks == [blocked.pid])
        #expect(sample.gaps.isEmpty)
        #expect(sample.progress == [])
        #expect(sample.statementGap?.contains("CREATE EXTENSION pg_stat_statements") == true)
        _ = try place.answer("rollback prepared 'order ''7''; x'")
        #expect(waiter.wait() == 0)
    }

    private struct Place {
        let server: PrivateServer
        let release: PostgreSQLRelease

        /// The rows of a text, NULL as nil.
        func answer(_ sql: String) throws -> [[String?]] {
            let run = try Program.run([
                release.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", server.directory, "-U", "postgres", "-At",
                "-F", "\u{1F}", "-R", "\u{1E}", "-P", "null=\u{1D}", "-c", sql,
            ])
            try #require(run.status == 0, "\(run.errors)")
            let text = run.text.hasSuffix("\n") ? String(run.text.dropLast()) : run.text
            return text.split(separator: "\u{1E}").map { row in
                row.split(separator: "\u{1F}", omittingEmptySubsequences: false).map {
                    $0 == "\u{1D}" ? nil : String($0)
                }
            }
        }
    }
}

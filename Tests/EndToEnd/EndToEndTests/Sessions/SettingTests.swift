import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Settings of the profile file and flags, enforced by the server.
@Suite struct SettingTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: SessionTests.engines)
    func `a read-only session cannot write`(_ engine: String) async throws {
        var plan = try sandbox.plan(engine)
        plan.isReadOnly = true
        let session = try sandbox.open(plan)
        try await session.open()
        let outcome = try await session.collect("update vessels set name = name")
        #expect(outcome.failures.first?.sqlState == "25006")
        #expect(try await session.collect("select count(*) from vessels").failures.isEmpty)
    }

    @Test(arguments: SessionTests.engines)
    func `a statement ends at its time limit`(_ engine: String) async throws {
        var plan = try sandbox.plan(engine)
        plan.statementTimeout = 1
        let session = try sandbox.open(plan)
        try await session.open()
        let sql = engine == "harbor" ? "select pg_sleep(100)" : "select count(*) from vessels where sleep(100) = 5"
        let failure = try await session.collect(sql).failures.first
        #expect(engine == "harbor" ? failure?.sqlState == "57014" : failure?.number == 1_969)
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test func `a MySQL server cannot read local files`() async throws {
        let session = try await sandbox.session("ferry")
        let outcome = try await session.collect("load data local infile '/etc/hostname' into table vessels")
        #expect(outcome.failures.count == 1)
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test func `a COPY reads its data from its source`() async throws {
        let session = try await sandbox.session("harbor")
        _ = try await session.collect("create temporary table t (a int, b text)")
        let pieces = ["1\tone\n2\t", "two\n", "3\t\\N\n"]
        let left = Locked(pieces.map { Array($0.utf8)[...] })
        let outcome = try await session.collect("copy t from stdin") {
            left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
        #expect(outcome.completions.map(\.tag) == ["COPY 3"])
        #expect(try await session.collect("table t").rows == [["1", "one"], ["2", "two"], ["3", nil]])
        let out = try await session.collect("copy t to stdout")
        #expect(String(decoding: out.data, as: UTF8.self) == "1\tone\n2\ttwo\n3\t\\N\n")
    }

    @Test func `a server's messages keep all their parts`() async throws {
        let session = try await sandbox.session("harbor")
        let outcome = try await session.collect(
            """
            do $$ begin
                raise notice 'a remark' using detail = 'more', hint = 'do this';
                raise exception 'too much' using errcode = 'P0042', detail = 'really', hint = 'less';
            end $$
            """)
        #expect(outcome.notices.map(\.text) == ["a remark"])
        #expect(outcome.notices.first?.hint == "do this")
        let failure = try #require(outcome.failures.first)
        #expect(failure.sqlState == "P0042" && failure.detail == "really" && failure.hint == "less")
        let wrong = try await session.collect("select 1 +\n  nothing_here")
        #expect(wrong.failures.first?.position == 14)
    }
}

import Catalog
import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

@Suite struct ServerFactsTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func facts(_ session: any SQLSession, _ dialect: Dialect) async throws -> ServerFacts {
        var facts = ServerFacts(dialect: dialect)
        for question in facts.questions {
            let sql = try #require(facts.sql(question))
            let answer = try await session.answer(sql)
            #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
            facts.take(question, rows: answer.rows)
        }
        return facts
    }

    private func settings(_ session: any SQLSession, _ dialect: Dialect) async throws -> SessionSettings {
        var settings = SessionSettings(dialect: dialect)
        for (index, sql) in SessionSettings.queries(dialect).enumerated() {
            let answer = try await session.answer(sql)
            #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
            settings.take(index, rows: answer.rows)
        }
        return settings
    }

    @Test(arguments: SessionTests.engines)
    func `the status line shows user, server and database`(_ engine: String) async throws {
        let dialect: Dialect = engine == "harbor" ? .postgresql : .mysql
        let session = try await sandbox.session(engine)
        let told = try await facts(session, dialect)
        #expect(told.database == "harbor" && told.user == "jane_doe")
        #expect(told.role == .writer && !told.isReadOnly)
        #expect(told.product == (engine == "harbor" ? .postgresql : .mariadb))
        #expect(told.version?.first?.isNumber == true)
        #expect(told.timeZone?.isEmpty == false)
        #expect(told.identifier == (await session.state()).identifier)
        await session.close()
        var plan = try sandbox.plan(engine)
        plan.isReadOnly = true
        let reader = try sandbox.open(plan)
        try await reader.open()
        #expect(try await facts(reader, dialect).isReadOnly)
        await reader.close()
    }

    @Test(arguments: SessionTests.engines)
    func `the age of a transaction comes from the server`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        try await place.make("create table t (a int)")
        let sql = try #require(ServerFacts(dialect: place.dialect).sql(.transaction))
        // The server's own time zone is a different one.
        try await place.make(engine == "harbor" ? "set time zone '+05:00'" : "set time_zone = '+05:00'")
        try await place.make("begin")
        try await place.make("insert into t values (1)")
        try await place.make(engine == "harbor" ? "select pg_sleep(1.1)" : "do sleep(1.1)")
        var facts = ServerFacts(dialect: place.dialect)
        let answer = try await place.session.answer(sql)
        #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
        facts.take(.transaction, rows: answer.rows)
        let seconds = try #require(facts.transactionSeconds)
        #expect(seconds >= 1 && seconds < 600)
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `the settings of a session are restored in the next`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        let fresh = try await settings(place.session, dialect)
        #expect(fresh.steps(over: fresh).isEmpty)
        let changes =
            engine == "harbor"
            ? [
                "create schema \"a'b\"", "set search_path = \"a'b\", public", "set work_mem = '12MB'",
                "set statement_timeout = '90s'", "set time zone 'Asia/Tokyo'", "set datestyle = 'sql, dmy'",
                "set role harbor_write", "set default_transaction_isolation = 'serializable'",
                "set default_transaction_read_only = on", "set extra_float_digits = 0",
            ]
            : [
                "create database if not exists `a``b'c`", "use `a``b'c`", "set sql_mode = 'ANSI_QUOTES'",
                "set autocommit = 0", "set time_zone = '+09:00'", "set names latin1", "set group_concat_max_len = 99",
                "set session transaction isolation level serializable", "set foreign_key_checks = 0",
                "set lc_time_names = 'de_DE'", "set max_statement_time = 12.5",
            ]
        for change in changes { try await place.make(change) }
        let before = try await settings(place.session, dialect)
        await place.session.close()
        let next = try await place.another()
        let steps = before.steps(over: try await settings(next, dialect))
        #expect(steps.count >= 8, "\(steps.map(\.name))")
        for step in steps {
            let failures = try await next.collect(String(decoding: step.sql, as: UTF8.self)).failures
            #expect(failures.map(\.text) == [], "\(step.name)")
        }
        let after = try await settings(next, dialect)
        #expect(after == before)
        #expect(before.steps(over: after).isEmpty)
        if engine == "ferry" { _ = try await next.collect("drop database `a``b'c`") }
        await next.close()
    }

    @Test func `objects that cannot be restored are named`() async throws {
        let place = try await CatalogPlace("harbor", sandbox)
        for sql in [
            "create temp table mine (a int)", "prepare p as select 1", "listen news", "begin",
            "declare c cursor with hold for select 1", "commit",
        ] { try await place.make(sql) }
        let settings = try await settings(place.session, .postgresql)
        #expect(
            Set(settings.belongings) == ["temporary table mine", "prepared statement p", "LISTEN news", "cursor c"])
        await place.session.close()
    }
}

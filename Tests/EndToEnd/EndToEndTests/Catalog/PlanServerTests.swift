import Catalog
import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

@Suite struct PlanServerTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private static let statements = [
        "select 1;", "select * from vessels where id = 3",
        "select v.kind, count(*) from vessels v join calls c on c.vessel_id = v.id group by v.kind order by 2 desc limit 3",
        "select * from vessels a join berths b on a.length_m < b.max_length_m",
        "select id from vessels union select id from berths",
        "select * from vessels where id in (select vessel_id from calls where fee > 10)",
        "with x as (select * from calls) select count(*) from x where id > (select min(id) from x)",
        "select sensor, avg(reading) from sensor_readings where remark is not null group by sensor order by 2",
        "select name from vessels where name like '%;%' -- the end",
    ]

    private func facts(_ session: any SQLSession, _ engine: String) async throws -> ServerFacts {
        var facts = ServerFacts(dialect: engine == "harbor" ? .postgresql : .mysql)
        for question in facts.questions {
            facts.take(question, rows: try await session.answer(try #require(facts.sql(question))).rows)
        }
        return facts
    }

    @Test(arguments: SessionTests.engines)
    func `plans of all kinds are requested and parsed`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let facts = try await facts(session, engine)
        for statement in Self.statements {
            for isAnalyzed in [false, true] {
                let request = try PlanRequest.make(for: Array(statement.utf8), isAnalyzed: isAnalyzed, facts: facts)
                    .get()
                #expect(!request.mayWrite && request.executes == isAnalyzed)
                let answer = try await session.answer(request.sql)
                #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
                let plan = try Plan.read(answer.rows, dialect: facts.dialect).get()
                #expect(plan.isMeasured == isAnalyzed, "\(statement)")
                #expect(plan.nodes.first?.depth == 0)
                let depths = plan.nodes.map(\.depth)
                #expect(zip(depths, depths.dropFirst()).allSatisfy { $1 <= $0 + 1 })
                #expect(plan.nodes.allSatisfy { ($0.share ?? 0) >= 0 && ($0.share ?? 0) <= 1 })
            }
        }
        await session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `a needlessly read table stands out`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let facts = try await facts(session, engine)
        let statement = Array("select count(*) from sensor_readings where reading < -1000".utf8)
        let request = try PlanRequest.make(for: statement, isAnalyzed: true, facts: facts).get()
        let plan = try Plan.read(try await session.answer(request.sql).rows, dialect: facts.dialect).get()
        let scan = try #require(plan.nodes.firstIndex { $0.relation?.hasPrefix("sensor_readings") == true })
        #expect(plan.nodes[scan].isCostly && plan.remarkable.contains(scan))
        #expect(plan.nodes[scan].warnings.contains { $0.hasPrefix("reads ") && $0.hasSuffix("rows to keep 0") })
        await session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `a plan of a writing statement writes nothing`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let facts = try await facts(session, engine)
        for statement in [
            "delete from cargo", "update vessels set name = 'x'", "insert into berths select * from berths limit 0",
        ] {
            let request = try PlanRequest.make(for: Array(statement.utf8), isAnalyzed: false, facts: facts).get()
            #expect(request.mayWrite && !request.executes)
            let answer = try await session.answer(request.sql)
            #expect(answer.failure == nil)
            #expect(try !Plan.read(answer.rows, dialect: facts.dialect).get().nodes.isEmpty)
        }
        #expect(try await session.collect("select count(*) from cargo").rows == [["80"]])
        #expect(try await session.collect("select count(*) from vessels where name = 'x'").rows == [["0"]])
        await session.close()
    }
}

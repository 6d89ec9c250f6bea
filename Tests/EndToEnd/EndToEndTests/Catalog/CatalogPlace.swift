import Catalog
import Failures
import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// A session of jane_doe in a database of her own, where she may create objects.
struct CatalogPlace {
    let dialect: Dialect
    let session: any SQLSession
    /// The database's name.
    let database: String
    private let plan: SessionPlan
    private let sandbox: SandboxDescription
    private let databases: TwoDatabases?

    init(_ engine: String, _ sandbox: SandboxDescription) async throws {
        self.sandbox = sandbox
        dialect = engine == "harbor" ? .postgresql : .mysql
        var plan = try sandbox.plan(engine)
        if engine == "harbor" {
            let databases = try TwoDatabases(sandbox)
            self.databases = databases
            database = databases.ours
        } else {
            databases = nil
            let ferry = try WideFerry.shared.get()
            plan.dialPort = ferry.port
            plan.database = nil
            database = "cat_" + UUID().uuidString.prefix(8).lowercased()
            let session = try sandbox.open(plan)
            try await session.open()
            _ = try await session.collect("create database \(database) character set utf8mb4")
            await session.close()
        }
        plan.database = database
        self.plan = plan
        session = try sandbox.open(plan)
        try await session.open()
    }

    /// Another session in the same database.
    func another() async throws -> any SQLSession {
        let session = try sandbox.open(plan)
        try await session.open()
        return session
    }

    /// Runs SQL that must succeed.
    func make(_ sql: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let failures = try await session.collect(sql).failures
        #expect(failures.map(\.text) == [], "\(sql.prefix(200))", sourceLocation: sourceLocation)
    }
}

extension SQLSession {
    /// The answer to a catalogue query.
    func answer(_ sql: [UInt8]) async throws -> CatalogRows {
        let answer = Locked(CatalogRows())
        try await run(sql, input: nil) { event in answer.withLock { $0.take(event) } }
        return answer.withLock { $0 }
    }

    /// All rows of all sections of a command, by section title. Optional sections may be refused.
    func show(
        _ name: String, _ arguments: String = "", _ dialect: Dialect,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: [[String?]]] {
        let parsed = WorkspaceCommand.parse(name: name, arguments: Array(arguments.utf8), dialect: dialect)
        var queries: [CatalogQuery] = []
        switch try parsed.get() {
        case .query(let query), .editDefinition(let query): queries = [query]
        case .describe(let describe):
            let found = try await answer(describe.lookup.sql)
            #expect(found.failure == nil, "\(found.failure?.text ?? "")", sourceLocation: sourceLocation)
            queries = try describe.queries(for: found.rows).get()
        default: Issue.record("\\\(name) asks nothing", sourceLocation: sourceLocation)
        }
        return try await show(queries, "\\\(name) \(arguments)", sourceLocation: sourceLocation)
    }

    func show(
        _ queries: [CatalogQuery], _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: [[String?]]] {
        var sections: [String: [[String?]]] = [:]
        for section in queries.flatMap(\.sections) {
            let answer = try await answer(section.sql)
            if let failure = answer.failure, !section.isOptional {
                let sql = String(decoding: section.sql, as: UTF8.self)
                Issue.record("\(words), \(section.title): \(failure.text) in \(sql)", sourceLocation: sourceLocation)
            }
            if let limit = section.limit {
                #expect(answer.rows.count <= limit + 1, "\(words)", sourceLocation: sourceLocation)
            }
            sections[section.title, default: []] += answer.rows
        }
        return sections
    }
}

extension [[String?]] {
    /// The values of a column.
    func column(_ index: Int) -> [String] { compactMap { $0.indices.contains(index) ? $0[index] : nil } }
}

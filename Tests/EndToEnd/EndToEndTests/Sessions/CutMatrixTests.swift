import Failures
import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// Connections cut at every message of the protocols. The rows on the server show what really happened: every report of
/// a loss must agree with them, and nothing is lost or run twice.
@Suite struct CutMatrixTests {
    let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Texts that are run in order, where `#` is the number of the run, and the committed rows after each of them.
    struct Script {
        let texts: [String]
        let rows: [[Int]]
    }

    static func insert(_ row: Int) -> String { "insert into cuts values (#, \(row))" }

    private static func scripts(_ engine: String) -> [Script] {
        var scripts = [
            Script(texts: [insert(1), insert(2)], rows: [[1], [1, 2]]),
            Script(texts: ["begin", insert(1), insert(2), "commit"], rows: [[], [], [], [1, 2]]),
            Script(texts: ["begin", insert(1), "rollback", insert(3)], rows: [[], [], [], [3]]),
            Script(texts: ["\(insert(1)); \(insert(2))"], rows: [[1, 2]]),
            Script(texts: ["begin; \(insert(1)); commit"], rows: [[1]]),
        ]
        if engine == "ferry" {
            scripts.append(
                Script(
                    texts: ["begin", insert(1), "create table cut_# (a int)", insert(2)],
                    rows: [[], [], [1], [1, 2]]))
            scripts.append(
                Script(texts: ["set autocommit = 0", insert(1), "commit"], rows: [[], [], [1]]))
        } else {
            scripts.append(
                Script(
                    texts: ["begin; \(insert(1)); commit; \(insert(2)); \(insert(3))"], rows: [[1, 2, 3]]))
        }
        return scripts
    }

    /// A script in a session through the proxy.
    struct Run {
        var error: SessionError?
        /// The text that failed; nil for the login.
        var failed: Int?
        /// The server's errors.
        var failures: [ServerMessage] = []
        var identifier: UInt64?
    }

    func run(_ script: Script, _ id: Int, _ plan: SessionPlan) async throws -> Run {
        let session = try sandbox.open(plan)
        var run = Run()
        do throws(SessionError) {
            try await session.open()
            run.identifier = await session.state().identifier
            for (index, text) in script.texts.enumerated() {
                run.failed = index
                let outcome = try await session.collect(text.replacingOccurrences(of: "#", with: "\(id)"))
                run.failures += outcome.failures
            }
            run.failed = nil
        } catch {
            run.error = error
        }
        await session.close()
        return run
    }

    /// The rows of a run, after the server has ended its session.
    private func rows(_ id: Int, _ identifier: UInt64?, _ engine: String, _ observer: any SQLSession) async throws
        -> [Int]
    {
        if let identifier {
            let sql =
                engine == "harbor"
                ? "select count(*) from pg_stat_activity where pid = \(identifier)"
                : "select count(*) from information_schema.processlist where id = \(identifier)"
            try await eventually { try await observer.collect(sql).rows == [["0"]] }
        }
        let found = try await observer.collect("select n from cuts where run = \(id) order by n").rows
        return found.compactMap { $0[0].flatMap { Int($0) } }
    }

    private func expect(
        _ rows: [Int], _ run: Run, _ script: Script, _ comment: Comment
    ) throws {
        #expect(Set(rows).count == rows.count, comment)
        #expect(run.failures == [], comment)
        let all = script.rows.last ?? []
        guard let error = run.error else { return #expect(rows == all, comment) }
        guard let index = run.failed else { return #expect(rows == [], comment) }
        let loss = try #require(error.loss, comment)
        #expect(error.kind == .lost, comment)
        let before = index == 0 ? [] : script.rows[index - 1]
        let after = script.rows[index]
        switch (loss.request, loss.fate) {
        case (.notSent, _), (.none, _): #expect(rows == before, comment)
        case (_, .maybeDoneInPart(let confirmed, _)):
            #expect(Set(rows).isSubset(of: after) && rows.count >= before.count, comment)
            if let confirmed { #expect(rows.count >= before.count + min(confirmed, 1), comment) }
        case (_, .maybeCommitted), (_, .maybeDone), (_, .maybeDoneTogether):
            #expect(rows == before || rows == after, comment)
        case (.answered, .none): #expect(rows == after, comment)
        case (_, .none), (_, .rolledBack): #expect(rows == before, comment)
        default: Issue.record("\(loss)", sourceLocation: #_sourceLocation)
        }
    }

    @Test(arguments: SessionTests.engines)
    func `every report of a loss agrees with the rows`(_ engine: String) async throws {
        let place = try await CutPlace(engine, sandbox)
        let (proxy, observer, plan) = (place.proxy, place.observer, place.plan)
        var id = 0
        var seen: [Loss.Fate] = []
        for (number, script) in Self.scripts(engine).enumerated() {
            id += 1
            try proxy.plan(id, step: -1, action: "")
            _ = try await run(script, id, plan)
            let whole = try await proxy.report(id)
            // The login is cut only with the first script.
            let first = number == 0 ? 0 : Self.loginSteps(whole.trace)
            for step in first..<whole.steps {
                // A muted message has the same effect as a cut one, only later.
                for action in number == 1 ? ["cut", "after", "mute", "stall"] : ["cut"] {
                    id += 1
                    try proxy.plan(id, step: step, action: action)
                    let run = try await run(script, id, plan)
                    let report = try await proxy.report(id)
                    let name = step < whole.trace.count ? whole.trace[step] : "?"
                    let comment: Comment = """
                        \(engine) script \(number), \(action) at step \(step) \(name), text \
                        \(run.failed.map(String.init) ?? "-"): \(run.error.map { "\($0)" } ?? "no error")
                        """
                    try expect(try await rows(id, run.identifier, engine, observer), run, script, comment)
                    if action == "stall" { #expect(run.error == nil, comment) }
                    if let fate = run.error?.loss?.fate { seen.append(fate) }
                    if let error = run.error, run.failed == nil { expectLogin(error, report, comment) }
                }
            }
        }
        // All outcomes must occur.
        #expect(seen.contains(.maybeDone))
        #expect(seen.contains(.rolledBack))
        #expect(seen.contains(.maybeCommitted(by: "COMMIT", implicitly: false)))
        if engine == "ferry" { #expect(seen.contains(.maybeCommitted(by: "CREATE TABLE", implicitly: true))) }
        if engine == "harbor" { #expect(seen.contains(.maybeDoneTogether)) }
    }

    /// A cut login is reported with its step, never as a wrong certificate.
    private func expectLogin(_ error: SessionError, _ report: CuttingProxy.Report, _ comment: Comment) {
        #expect(error.kind == .unreachable, comment)
        let words = "\(error.failure.what) \(error.failure.why ?? "")"
        #expect(!words.contains("has not proven that"), comment)
        #expect(error.failure.next?.contains("bundle") != true, comment)
        if words.contains("no token was sent") { #expect(!report.token, comment) }
        if report.token { #expect(words.contains("token was sent") || words.contains("accepted the token"), comment) }
    }

    /// The number of messages until the server is ready for the first statement.
    static func loginSteps(_ trace: [String]) -> Int {
        trace.firstIndex { $0 == "c:Q" || $0 == "c:3" } ?? 0
    }
}

extension CutMatrixTests {
    /// An error packet in hexadecimal, as the server sends it after a statement or unasked.
    private static func error(_ engine: String, _ code: String, severity: String = "FATAL", sequence: UInt8) -> String {
        var bytes: [UInt8]
        if engine == "harbor" {
            let fields = "S\(severity)\0V\(severity)\0C\(code)\0Mthe last word\0\0"
            let length = UInt32(fields.utf8.count + 4).bigEndian
            bytes = [UInt8(ascii: "E")] + withUnsafeBytes(of: length) { Array($0) } + Array(fields.utf8)
        } else {
            let number = UInt16(code) ?? 0
            let payload = [0xFF, UInt8(number & 0xFF), UInt8(number >> 8)] + Array("#08S01the last word".utf8)
            bytes = [UInt8(payload.count), 0, 0, sequence] + payload
        }
        return bytes.map { String(format: "%02x", $0) }.joined()
    }

    /// The codes with which a server ends a connection, and whether the code means that the statement was not read.
    private static let endings: [(engine: String, code: String, isUnread: Bool)] =
        [
            ("57P01", false), ("57P02", false), ("57P03", false), ("57P05", true), ("25P03", true), ("25P04", false),
            ("08006", false), ("08P01", false), ("XX000", false),
        ].map { ("harbor", $0.0, $0.1) }
        + [
            ("4031", true), ("1053", false), ("1927", false), ("1152", false), ("1153", true), ("1158", false),
            ("1159", false), ("1160", false), ("1161", false), ("1184", false), ("3032", false), ("3169", false),
            // An unknown code in the class of connection errors.
            ("29999", false),
        ].map { ("ferry", $0.0, $0.1) }

    @Test(arguments: SessionTests.engines)
    func `an error with which the server ends the connection is reported as its end`(_ engine: String) async throws {
        let place = try await CutPlace(engine, sandbox)
        let (proxy, plan) = (place.proxy, place.plan)
        let script = Script(texts: ["begin", "select 1", "select 2"], rows: [[], [], []])
        var id = 1
        try proxy.plan(id, step: -1, action: "")
        _ = try await run(script, id, plan)
        let trace = try await proxy.report(id).trace
        // A session may send queries of its own before.
        let queries = trace.indices.filter { trace[$0] == "c:Q" || trace[$0] == "c:3" }.suffix(3).map { $0 }
        try #require(queries.count == 3)
        for ending in Self.endings where ending.engine == engine {
            // In place of the answer, and directly after the previous answer.
            for (step, action) in [(queries[1] + 1, "say"), (queries[1] - 1, "then")] {
                id += 1
                let packet = Self.error(engine, ending.code, sequence: action == "say" ? 1 : 0)
                try proxy.plan(id, step: step, action: "\(action):\(packet)")
                let run = try await run(script, id, plan)
                let comment: Comment = "\(ending) \(action) \(String(describing: run.error)) \(run.failures)"
                #expect(run.failed == 1, comment)
                #expect(run.failures == [], comment)
                #expect(run.error?.kind == .lost, comment)
                #expect(run.error?.failure.status == .unavailable, comment)
                #expect(run.error?.failure.what.contains("the last word") == true, comment)
                #expect(run.error?.loss?.fate == .rolledBack, comment)
                if action == "say" {
                    #expect(run.error?.loss?.request == (ending.isUnread ? .notSent : .unanswered), comment)
                }
            }
        }
    }

    /// Texts of `-c`, and the rows after the complete run.
    private static let commands: [(cluster: String, command: [String], rows: [Int])] = [
        ("harbor", ["-c", "begin; \(insert(1)); \(insert(2)); commit"], [1, 2]),
        ("harbor", ["-c", "\(insert(1)); \(insert(2))"], [1, 2]),
        ("ferry", ["-c", "begin", "-c", insert(1), "-c", "commit"], [1]),
        ("ferry", ["-c", "begin", "-c", insert(1), "-c", "create table cut_sql_# (a int)"], [1]),
    ]

    @Test(arguments: SessionTests.engines)
    func `sql reports no more about a loss than it knows`(_ cluster: String) async throws {
        let place = try await CutPlace(cluster, sandbox)
        let (proxy, observer) = (place.proxy, place.observer)
        var id = 0
        for one in Self.commands where one.cluster == cluster {
            func run() throws -> Program {
                let words = one.command.map { $0.replacingOccurrences(of: "#", with: "\(id)") }
                return try Program.run(
                    [
                        Program.product("quarterdeck"), "sql", cluster, "--config", place.config, "--database",
                        place.database,
                    ] + words, environment: sandbox.env)
            }
            id += 1
            try proxy.plan(id, step: -1, action: "")
            let whole = try run()
            try #require(whole.status == 0, "\(whole.errors)")
            let report = try await proxy.report(id)
            for step in Self.loginSteps(report.trace)..<report.steps {
                for action in one.command == Self.commands[0].command ? ["cut", "mute"] : ["cut"] {
                    id += 1
                    try proxy.plan(id, step: step, action: action)
                    let run = try run()
                    _ = try await proxy.report(id)
                    let rows = try await settledRows(id, observer)
                    let comment: Comment =
                        "\(one.command) \(action) at \(report.trace[step]): \(rows) \(run.errors)"
                    expect(run, rows, one.rows, comment)
                }
            }
        }
    }

    /// The rows of a run. The lock waits until no other session uses the table.
    private func settledRows(_ id: Int, _ observer: any SQLSession) async throws -> [Int] {
        let isPostgreSQL = await observer.state().hasBackslashEscapes == false
        let text =
            isPostgreSQL
            ? ["begin", "lock table cuts", "commit"] : ["lock tables cuts write", "unlock tables"]
        for statement in text { _ = try await observer.collect(statement) }
        let found = try await observer.collect("select n from cuts where run = \(id) order by n").rows
        return found.compactMap { $0[0].flatMap { Int($0) } }
    }

    private func expect(_ run: Program, _ rows: [Int], _ all: [Int], _ comment: Comment) {
        let errors = run.errors
        #expect(rows == [] || rows == all, comment)
        if run.status == 0 { return #expect(rows == all, comment) }
        #expect(run.status == 69, comment)
        #expect(errors.contains("is lost:"), comment)
        let isUncertain = errors.contains("may have")
        if errors.contains("rolls the open transaction back") || errors.contains("was not run; no transaction") {
            #expect(rows == [] && !isUncertain, comment)
        } else if errors.contains("answered all that was sent") {
            #expect(rows == all && !isUncertain, comment)
        } else if !errors.contains("commits nothing") {
            #expect(isUncertain, comment)
        }
    }
}

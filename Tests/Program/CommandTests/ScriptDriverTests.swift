import Failures
import Profiles
import SQLScript
import SQLWire
import ScreenKit
import ScriptRunner
import Secrets
import SessionSetup
import TerminalUI
import TestSupport
import Testing
import Threads

@testable import QuarterdeckCommand
@testable import Workspace

/// `sql` and the workspace drive one script machine, so they send the same statements of a script.
@Suite struct ScriptDriverTests {
    private static let files = [
        "a.sql": "select 'a';\n\\if true\nselect 'a2';\n\\q\n\\endif\nselect 'never';\n",
        "set.sql": "\\set x 5\nselect :x;\n\\ir a.sql\nselect 'after a';\n",
        "deep.sql": "select 'deep';\n\\i deep.sql\nselect 'never';\n",
        "open.sql": "\\if true\nselect 'open';\n", "restrict.sql": "\\restrict k\nselect 'in';\n",
        "rows.sql": "copy t from stdin;\n1;\ta\n\\i b\n\\.\nselect 'behind';\ncopy t from stdin;\n2\n3",
        "my.sql": "select 'my';\ndelimiter //\nselect 1;2//\n",
        "unfinished.sql": "select 'unfinished'",
    ]

    private static let postgreSQL = [
        "select 1; select 2;", "select 1;\nselect 2", "\\set a 1\nselect :a, :'a', ':a', :b;\n\\unset a\nselect :a;",
        "\\set q 'select 1; select 2;'\n:q select 3;", "fail;\nselect 2;",
        "\\set ON_ERROR_STOP off\nfail;\nselect 2;\nfail;\n\\set ON_ERROR_STOP on\nfail;\nselect 3;",
        "\\unset ON_ERROR_STOP\nfail;\nselect 2;", "\\set ON_ERROR_STOP perhaps\nselect 1;",
        "\\set ON_ERROR_STOP 0\n\\set a-b 1\nselect 1;", "\\set a-b 1\nselect 1;",
        "\\set ON_ERROR_STOP off\n\\set AUTOCOMMIT off\nselect 1;",
        "\\if 1\nselect 1;\n\\elif 1\nselect 2;\n\\else\nselect 3;\n\\endif\nselect 4;",
        "\\if 0\nselect 1;\n\\if 1\nselect 2;\n\\endif\n\\else\nselect 3;\n\\endif", "\\if true\nselect 1;",
        "\\endif\nselect 1;",
        "\\if perhaps\nselect 1;\n\\endif", "\\i a.sql\nselect 'end';", "\\i set.sql\nselect :x;",
        "\\i deep.sql\nselect 'end';", "\\i open.sql\nselect 'end';",
        "\\set ON_ERROR_STOP off\n\\i open.sql\nselect 'end';", "\\i unfinished.sql\nselect 'end';",
        "rows one \\gset\nselect :v;", "rows one two \\gset\nselect 2;",
        "\\set ON_ERROR_STOP off\nrows one two \\gset\nselect 2;", "rows vacuum analyze \\gexec\nselect 2;",
        "rows vacuum fail analyze \\gexec\nselect 2;",
        "\\set ON_ERROR_STOP off\nrows vacuum fail analyze \\gexec\nselect 2;", "select 1 \\g\nselect 2 \\gx\n\\g\n",
        "select 1\n\\echo x\n+ 1;", "select 1 \\r\nselect 2;",
        "\\restrict k\nselect 1;\n\\i a.sql\nselect 2;",
        "\\restrict k\nselect 1;\n\\unrestrict k\n\\i a.sql\nselect 2;",
        "\\set ON_ERROR_STOP off\n\\restrict k\n\\i a.sql\nselect 2;\n\\unrestrict other\n\\i a.sql\n\\unrestrict k\n\\i a.sql",
        "\\restrict k\nrows vacuum \\gexec\nselect 2;", "\\i restrict.sql\n\\i a.sql\nselect 2;",
        "\\restrict\nselect 1;", "\\unrestrict k\nselect 1;", "\\if off\n\\restrict k\n\\endif\n\\i a.sql",
        "copy t from stdin;\n1\n;select 'row';\n\\.\nselect 2;", "\\i rows.sql\nselect 'end';",
        "\\echo `date`\nselect 1;", "\\nonsense\nselect 1;", "select 1;\n\\q\nselect 2;",
    ]

    private static let mySQL = [
        "select 1; select 2;", "select 1\\G\nselect 2\\g select 3",
        "delimiter //\nselect 1; //\ndelimiter ;\nselect 2;",
        "source my.sql\nselect 'end'//", "fail;\nselect 2;", "select 1\nsource;\n",
        "/*M!999999\\- enable the sandbox mode */;\nselect 1;\nsource my.sql\nselect 2;", "select 1\\c\nselect 2;",
        "select 1;\nsystem ls\nselect 2;", "select 'unfinished'",
    ]

    @Test(arguments: postgreSQL.map { (Dialect.postgresql, $0) } + mySQL.map { (Dialect.mysql, $0) })
    func `both drivers send the same statements`(dialect: Dialect, script: String) async throws {
        let folder = try TemporaryDirectory()
        for (name, text) in Self.files { _ = try folder.write(text, to: name) }
        let sent = await Self.bySQL(script, dialect, folder)
        let typed = try Self.byWorkspace(script, dialect)
        #expect(typed == sent)
    }

    @Test func `the scripts send statements`() async throws {
        let folder = try TemporaryDirectory()
        for (name, text) in Self.files { _ = try folder.write(text, to: name) }
        #expect(
            await Self.bySQL("\\i rows.sql\nselect 'end';", .postgresql, folder) == [
                "copy t from stdin;", "data 1;\ta\n\\i b\n", "select 'behind';", "copy t from stdin;", "data 2\n3",
                "select 'end';",
            ])
        #expect(await Self.bySQL("\\restrict k\nselect 1;\n\\i a.sql\nselect 2;", .postgresql, folder) == ["select 1;"])
    }

    // MARK: The server

    /// The answers of a server that knows four statements.
    private static func answer(_ text: String) -> [ResultEvent] {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == ";" }.map(String.init)
        switch words.first {
        case "fail"?: return [.failed(ServerMessage(severity: "ERROR", sqlState: "42601", text: "no"))]
        case "rows"?:
            var batch = RowBatch(columnCount: 1)
            for word in words.dropFirst() {
                let bytes = Array(word.utf8)
                batch.appendRow(counts: [bytes.count]) { room in room.copyBytes(from: bytes) }
            }
            let count = words.count - 1
            return [
                .columns([Column(name: Array("v".utf8), kind: .text)]), .rows(batch),
                .complete(Completion(tag: "SELECT \(count)", rows: UInt64(count), hasColumns: true)),
            ]
        default: return [.complete(Completion(tag: "OK", rows: nil, hasColumns: false))]
        }
    }

    private static let open = SessionState(
        isOpen: true, transaction: .none, identifier: 1, serverVersion: "15.4", hasBackslashEscapes: false)

    // MARK: The drivers

    private actor Server: SQLSession {
        var sent: [String] = []

        func open() async throws(SessionError) {}
        func run(
            _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
        ) async throws(SessionError) {
            let text = String(decoding: text, as: UTF8.self)
            sent.append(text)
            if text.hasPrefix("copy") {
                var data: [UInt8] = []
                while let input, let piece = try? input() { data += piece }
                sent.append("data \(String(decoding: data, as: UTF8.self))")
            }
            ScriptDriverTests.answer(text).forEach(deliver)
        }
        func describe(_ text: [UInt8]) async -> [Column] { [] }
        func state() async -> SessionState { ScriptDriverTests.open }
        nonisolated func cancel() {}
        nonisolated func abort() {}
        func close() async {}
    }

    private final class Sink: StatementSink {
        let namesTable = false
        let writeError: Int32 = 0
        private let failures = Locked([ServerMessage]())

        func begin() {}
        func name(table: [UInt8]?) {}
        func expand(_ isExpanded: Bool) {}
        func take(_ event: ResultEvent) -> Bool {
            if case .failed(let message) = event { failures.withLock { $0.append(message) } }
            return true
        }
        func say(_ text: String) {}
        func abandon() {}
        func takeFailures() -> [ServerMessage] {
            failures.withLock { failures in
                defer { failures = [] }
                return failures
            }
        }
    }

    private static func bySQL(_ script: String, _ dialect: Dialect, _ folder: TemporaryDirectory) async -> [String] {
        let server = Server()
        let authorities = Authorities(file: "/dev/null", isChosen: true, cacheDirectory: nil)
        let plan = SessionPlan(host: "localhost", port: 1, user: "jane_doe", authorities: authorities) {
            () throws(Failure) -> Secret in throw Failure(.internalError, "no token is asked for here")
        }
        let run = ScriptRun(
            session: server, plan: plan, dialect: dialect, sink: Sink(), name: "orders",
            report: RunReport(cluster: "test"),
            open: { path throws(Failure) in
                try ScriptSource.open(path.hasPrefix("/") ? path : folder.path(path))
            }, machine: Locked(ScriptMachine(dialect: dialect)))
        do {
            let path = try folder.write(script, to: "script.sql")
            _ = try await run.run([try ScriptSource.open(path)])
        } catch {}
        return await server.sent
    }

    private static func byWorkspace(_ script: String, _ dialect: Dialect) throws -> [String] {
        var state = try workspace(dialect)
        var effects = update(&state, .connected(.success(open), state.now))
        effects += update(&state, .input(.paste(script), state.now))
        effects += update(&state, .input(.key(.function(9)), state.now))
        var sent: [String] = []
        while let effect = effects.first {
            effects.removeFirst()
            switch effect {
            case .run(let number, let order):
                let text = String(decoding: order.text, as: UTF8.self)
                sent.append(text)
                if text.hasPrefix("copy") { sent.append("data \(String(decoding: order.data ?? [], as: UTF8.self))") }
                var held = HeldResult()
                for event in answer(text) {
                    switch event {
                    case .failed(let message):
                        effects += update(&state, .answer(run: number, .failed(message, elapsed: 1), state.now))
                    case .complete(let completion) where order.use.isShown:
                        effects += update(&state, .answer(run: number, .complete(completion, elapsed: 1), state.now))
                    default: _ = held.take(event)
                    }
                }
                if !order.use.isShown {
                    effects += update(&state, .answer(run: number, .held(held), state.now))
                }
                effects += update(&state, .answer(run: number, .ended(open), state.now))
            case .include(let number, let path):
                let name = path.split(separator: "/").last.map(String.init) ?? path
                let text: Result<[UInt8], Failure> =
                    files[name].map { .success(Array($0.utf8)) }
                    ?? .failure(Failure(.noInput, "there is no file \(path)"))
                effects += update(&state, .included(run: number, path: name, text))
            default: break
            }
        }
        return sent
    }

    private static func workspace(_ dialect: Dialect) throws -> WorkspaceState {
        let file = """
            [clusters.orders]
            engine = "\(dialect == .mysql ? "mysql" : "postgresql")"
            endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            user = "jane_doe"
            environment = "dev"
            """
        let profiles = ProfileFile(reading: Array(file.utf8), file: "/etc/clusters.toml")
        guard case .cluster(let cluster)? = profiles.entries.first else {
            throw Failure(.internalError, "the profile file of the test is broken")
        }
        return WorkspaceState(
            id: TabID(1), place: SessionPlace(row: RowID("orders"), cluster: cluster),
            size: Size(columns: 100, rows: 24), now: Moment(wall: 1, uptime: 1))
    }
}

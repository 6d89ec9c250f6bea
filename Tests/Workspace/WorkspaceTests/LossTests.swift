import Catalog
import Editing
import Failures
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// The loss of a session.
@Suite struct LossTests {
    private let gone = SessionError(
        .lost, Failure(.unavailable, "the connection to orders is lost: terminating connection", why: "no reason"))

    @Test func `an idle session reconnects by itself, and nothing is run again`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        bench.answer(.complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: false), elapsed: 1))
        bench.type("select half of")
        _ = bench.takeEffects()
        bench.send(.lost(gone, bench.state.now))
        let effects = bench.takeEffects()
        #expect(effects.contains { if case .connect = $0 { true } else { false } })
        #expect(!effects.contains { if case .run = $0 { true } else { false } })
        #expect(bench.state.editor.text.hasSuffix("select half of"))
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        #expect(bench.state.log.lines.contains { $0.text.hasPrefix("logged in again; nothing was run again") })
        #expect(bench.sent() == nil)
    }

    @Test func `the status line says when a login waits for the tunnel`() throws {
        var bench = try Bench()
        bench.send(.lost(gone, bench.state.now))
        #expect(bench.screen.contains("logging in"))
        bench.send(.openingTunnel(true))
        #expect(bench.screen.contains("opening the tunnel"))
        bench.send(.openingTunnel(false))
        #expect(!bench.screen.contains("opening the tunnel"))
        bench.send(.openingTunnel(true))
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        bench.send(.lost(gone, bench.state.now))
        #expect(!bench.screen.contains("opening the tunnel"))
    }

    @Test func `a lost transaction is reported with its content and waits for a key`() throws {
        var bench = try Bench()
        bench.type("begin;\n")
        bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        bench.type("select 1;\n")
        bench.answer(.complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: false), elapsed: 1), ended: .open)
        #expect(bench.screen.contains("TX open"))
        _ = bench.takeEffects()
        bench.send(.lost(gone, bench.state.now))
        #expect(!bench.takeEffects().contains { if case .connect = $0 { true } else { false } })
        #expect(bench.screen.contains("connection lost at"))
        #expect(bench.screen.contains("terminating connection"))
        #expect(bench.screen.contains("the server rolls the open transaction back: 1 statement since BEGIN at"))
        #expect(bench.screen.contains("NO SESSION"))
        bench.press(.alt("r"))
        #expect(bench.takeEffects().contains { if case .connect = $0 { true } else { false } })
    }

    /// Every fate, and whether the session may reconnect without the user.
    private static let losses: [(Loss, Bool)] = [
        (Loss(reason: "gone", request: .none, fate: .none), true),
        (Loss(reason: "gone", request: .notSent, fate: .none), true),
        (Loss(reason: "gone", request: .answered, fate: .none), true),
        (Loss(reason: "gone", request: .unanswered, fate: .rolledBack), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeCommitted(by: "COMMIT", implicitly: false)), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeCommitted(by: "DROP TABLE", implicitly: true)), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeDone), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeDoneTogether), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeDoneInPart(confirmed: 1, of: 3)), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeCommitting("CALL")), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybePrepared(by: "PREPARE TRANSACTION")), false),
        (Loss(reason: "gone", request: .unanswered, fate: .maybeResolved(by: "COMMIT PREPARED")), false),
        (Loss(reason: nil, isDropped: true, request: .unanswered, fate: .maybeDone), false),
    ]

    @Test(arguments: losses, [false, true])
    func `the report about the transaction matches the session's knowledge`(
        _ loss: (Loss, Bool), isInTransaction: Bool
    ) throws {
        var bench = try Bench(columns: 220)
        if isInTransaction {
            bench.type("begin;\n")
            bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        }
        bench.type("commit;\n")
        let number = try #require(bench.state.run?.number)
        _ = bench.takeEffects()
        let error = SessionError(.lost, Failure(.unavailable, "the connection to orders is lost: gone"), loss: loss.0)
        bench.send(.answer(run: number, .lost(error), bench.state.now))
        let connects = bench.takeEffects().contains { if case .connect = $0 { true } else { false } }
        #expect(connects == loss.1)
        let told = bench.state.log.lines.map(\.text).joined(separator: "\n")
        #expect(told.contains(loss.0.sentence), "\(told)")
        #expect(told.contains("rolls the open transaction back") == (loss.0.fate == .rolledBack))
        #expect(!told.contains("rolled back") || loss.0.sentence.contains("rolled back"))
        #expect(told.contains(loss.0.advice(.postgresql)) == loss.0.isUncertain)
    }

    @Test func `a guarded run asks for no COMMIT after the loss of its session`() throws {
        var bench = try Bench()
        bench.state.overlay = .commit(TextField())
        bench.send(.lost(gone, bench.state.now))
        #expect(!bench.screen.contains("Locks are held"))
        #expect(!bench.screen.contains("still open"))
    }

    @Test func `a loss is reported once, whatever follows`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.lost(gone, bench.state.now))
        _ = bench.takeEffects()
        let count = bench.state.results.count
        bench.send(.answer(run: number, .lost(gone), bench.state.now))
        bench.send(.lost(gone, bench.state.now))
        #expect(bench.takeEffects().isEmpty)
        #expect(bench.state.results.count == count)
    }

    @Test func `use shows the database at once, even in a transaction`() throws {
        var bench = try Bench(engine: "mysql")
        bench.type("begin;\n")
        bench.answer(.complete(Completion(tag: "", rows: 0, hasColumns: false), elapsed: 1), ended: .open)
        for (text, name) in [("use `other db`;", "other db"), ("USE /* it */ Archive ;", "Archive")] {
            bench.type(text + "\n")
            bench.answer(.complete(Completion(tag: "", rows: 0, hasColumns: false), elapsed: 1), ended: .open)
            #expect(bench.screen.contains("@\(name) "), "\(bench.screen)")
            #expect(bench.state.phase.facts?.server.database == name)
        }
        bench.type("use nowhere;\n")
        bench.answer(
            .failed(ServerMessage(severity: "ERROR", sqlState: "42000", number: 1_049, text: "unknown"), elapsed: 1),
            ended: .open)
        #expect(bench.state.phase.facts?.server.database == "Archive")
    }

    @Test func `received rows stay when the session is lost during a result`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["a"], [["1"], ["2"]])), bench.state.now))
        bench.send(.answer(run: number, .lost(gone), bench.state.now))
        #expect(bench.state.run == nil)
        #expect(bench.state.results.contains { $0.store?.rowCount == 2 })
        #expect(bench.screen.contains("the server may have done the statement that was running, or not"))
    }

    @Test func `a failed login is retried with increasing delays`() throws {
        var bench = try Bench()
        bench.send(.lost(gone, bench.state.now))
        let refused = SessionError(.unreachable, Failure(.unavailable, "no server answers at orders"))
        var waits: [Int] = []
        for _ in 0..<4 {
            bench.send(.connected(.failure(refused), bench.state.now))
            _ = bench.takeEffects()
            var seconds = 0
            while seconds < 200, !bench.takeEffects().contains(where: { if case .connect = $0 { true } else { false } })
            {
                bench.pass(seconds: 1)
                seconds += 1
            }
            waits.append(seconds)
        }
        #expect(waits == [4, 8, 16, 32])
    }

    @Test func `a refused first login is not retried automatically`() throws {
        var bench = try Bench()
        bench.state.wasOpen = false
        bench.send(
            .connected(.failure(SessionError(.refused, Failure(.notPermitted, "login refused"))), bench.state.now))
        _ = bench.takeEffects()
        bench.pass(seconds: 120)
        #expect(!bench.takeEffects().contains { if case .connect = $0 { true } else { false } })
        #expect(bench.screen.contains("login refused"))
    }

    @Test func `closing needs a confirmation while a transaction is open`() throws {
        var bench = try Bench()
        bench.type("begin;\n")
        bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        bench.press(.control("q"))
        #expect(bench.screen.contains("A transaction is open"))
        bench.press(.escape)
        #expect(!bench.state.isClosing)
        // The end of a line typed ahead does not close the session.
        bench.press(.control("q"), .enter)
        #expect(!bench.state.isClosing)
        bench.press(.character("Y"))
        #expect(bench.state.isClosing)
    }

    private func used(_ effects: [WorkspaceEffect]) -> [String?] {
        effects.compactMap { if case .use(let database) = $0 { .some(database) } else { nil } }
    }

    @Test func `a missing database changes nothing`() throws {
        var bench = try Bench()
        let refused = SessionError(.refused, Failure(.notPermitted, "refused the login", why: "no database \"ordres\""))
        bench.type("\\c ordres\n")
        #expect(used(bench.takeEffects()) == ["ordres"])
        bench.send(.connected(.failure(refused), bench.state.now))
        #expect(bench.state.phase.facts != nil)
        #expect(bench.screen.contains("the session stays as it was"))
        #expect(!bench.screen.contains("NO SESSION"))
        bench.type("select 1;\n")
        #expect(bench.sent()?.text == "select 1;")
        bench.answer(.complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: false), elapsed: 1))
        bench.type("\\c orders\n")
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        #expect(bench.screen.contains("now connected to orders"))
    }

    @Test func `a requested login does not end a transaction`() throws {
        for command in ["\\c", "\\c other"] {
            var bench = try Bench()
            bench.type("begin;\n")
            bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
            _ = bench.takeEffects()
            bench.type(command + "\n")
            #expect(used(bench.takeEffects()) == [])
            #expect(bench.screen.contains("a transaction is open"))
            #expect(bench.screen.contains("COMMIT or ROLLBACK first"))
            #expect(bench.state.hasTransaction)
        }
    }

    @Test func `without a session a command can still log in`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        bench.send(.answer(run: try #require(bench.state.run?.number), .lost(gone), bench.state.now))
        #expect(bench.screen.contains("NO SESSION"))
        _ = bench.takeEffects()
        bench.type("\\c other\n")
        #expect(used(bench.takeEffects()) == ["other"])
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        #expect(bench.state.log.lines.last?.text == "now connected to other")
        #expect(bench.state.phase.facts != nil)
    }

    @Test func `failed logins during an outage remove no result`() throws {
        var bench = try Bench()
        for number in 1...5 {
            bench.type("select \(number);\n")
            try bench.answer(["a"], [["\(number)"]])
        }
        bench.press(.alt("1"))
        bench.state.current = 2
        let kept = bench.state.results.map(\.number)
        bench.send(.lost(gone, bench.state.now))
        let down = SessionError(.unreachable, Failure(.unavailable, "no server answers"))
        for _ in 0..<30 {
            bench.send(.connected(.failure(down), bench.state.now))
            bench.pass(seconds: 61)
        }
        #expect(bench.state.current == 2)
        #expect(bench.state.results.map(\.number).prefix(5) == kept[...])
        #expect(bench.state.results.count == 6)
    }
}

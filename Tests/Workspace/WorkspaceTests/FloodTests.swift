import Failures
import SQLWire
import ScreenKit
import TerminalUI
import Testing
import Threads

@testable import Workspace

/// Floods from a server or this program: stored data and work at a time are bounded.
@Suite struct FloodTests {
    /// Everything that can arrive in large numbers.
    enum Kind: CaseIterable {
        case notices, warnings, longNotices, lateNotices, rows, progress, remarks, results, commands
    }

    private func event(_ kind: Kind, _ number: Int, _ bench: Bench) throws -> [WorkspaceEvent] {
        let (run, now) = (bench.state.run?.number ?? 0, bench.state.now)
        func notice(_ severity: String, _ text: String) -> WorkspaceEvent {
            let message = ServerMessage(severity: severity, sqlState: "00000", text: text)
            return .answer(run: run, .notice(message), now)
        }
        switch kind {
        case .notices, .lateNotices: return [notice("NOTICE", "n \(number)")]
        case .warnings: return [notice("WARNING", "n \(number)")]
        case .longNotices: return [notice("NOTICE", String(repeating: "long ", count: 2_000) + "n \(number)")]
        case .rows: return [.answer(run: run, .rows(elapsed: Int64(number)), now)]
        case .progress:
            return [.job(JobReport(job: 1, state: .running(done: number, total: 1_000_000), at: now))]
        case .remarks: return [.said(Message(.info, "n \(number)", at: now))]
        case .results:
            return [
                .answer(run: run, .began(try Bench.store(["a"], [["n \(number)"]])), now),
                .answer(run: run, .complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: true), elapsed: 1), now),
            ]
        case .commands:
            return [
                .answer(run: run, .complete(Completion(tag: "SET", rows: nil, hasColumns: false), elapsed: 1), now)
            ]
        }
    }

    private static let count = 20_000

    @Test(arguments: Kind.allCases)
    func `a flood is merged or waits for its turn, and its stored part is bounded`(kind: Kind) throws {
        var bench = try Bench()
        bench.type("select flood();\n")
        if kind == .lateNotices { bench.answer() }
        let mailbox = Mailbox<WorkspaceEvent>(absorb: { $0.absorb($1) }, wake: {})
        let count = kind == .results ? 2_000 : Self.count
        var events = 0
        for number in 0..<count {
            for event in try event(kind, number, bench) {
                mailbox.send(event)
                // While the mailbox is not read, a flood is one event, or its sender waits.
                #expect(mailbox.count <= 1 || event.comesInTurn)
            }
            // The mailbox is read now and then.
            guard number % 1_000 == 999 || mailbox.count >= 256 || number == count - 1 else { continue }
            while mailbox.count > 0 {
                for event in mailbox.fetch(8) {
                    bench.send(event)
                    events += 1
                }
            }
        }
        if kind != .results && kind != .commands { #expect(events == count / 1_000) }
        let state = bench.state
        #expect(state.log.lines.count <= 5_000)
        #expect(state.log.lines.reduce(0) { $0 + $1.weight } <= 1 << 20)
        #expect(state.messages.all.count <= 1_000)
        #expect(state.results.count <= max(1, state.settings.keptResults))
        #expect((state.run?.remarks.elements.count ?? 0) <= 1_000)
        switch kind {
        case .notices, .warnings, .longNotices:
            #expect(state.run?.remarks.total == count)
            // The log contains the statement itself.
            #expect(state.log.lines.count + state.log.left >= count + 1)
            #expect(state.run?.remarks.last?.text.hasSuffix("n \(count - 1)") == true)
        case .lateNotices, .remarks: #expect(state.log.lines.count + state.log.left >= count)
        default: break
        }
    }

    @Test func `the number of dropped lines is shown with the rest`() throws {
        var bench = try Bench(environment: "dev", rows: 40)
        bench.type("do $$ flood $$;\n")
        for number in 0..<12_345 {
            bench.send(try event(.notices, number, bench)[0])
        }
        let kept = try #require(bench.state.run?.remarks.elements.count)
        bench.answer(.complete(Completion(tag: "DO", rows: nil, hasColumns: false), elapsed: 1))
        #expect(bench.screen.contains("(and 12,344 more, F7)"))
        bench.press(.function(6), .character("g"))
        #expect(bench.screen.contains("more before these are not kept"))
        let gone = 12_345 - kept
        #expect(bench.screen.contains("\(Count.grouped(gone)) more before these are not kept"))
        bench.press(.character("G"))
        #expect(bench.screen.contains("n 12344"))
        bench.press(.function(7))
        #expect(bench.screen.contains("log: \(Count.grouped(bench.state.log.left)) older lines not kept"))
    }

    @Test func `the lines of very many statements are bounded and show how many were dropped`() throws {
        var bench = try Bench(environment: "dev", rows: 40)
        bench.type(String(repeating: "set a to 1;", count: 3))
        bench.press(.function(9))
        for _ in 0..<50_000 {
            bench.state.summarise([SheetLine("SET")])
        }
        guard case .lines(let lines)? = bench.state.item?.content else { return #expect(Bool(false), "no lines") }
        #expect(lines.count <= WorkspaceState.mostLines)
        #expect(bench.state.item?.leftLines ?? 0 >= 50_000 - WorkspaceState.mostLines)
        bench.send(.tick(bench.state.now))
        bench.press(.function(6), .character("g"))
        #expect(bench.screen.contains("lines before these are not kept"))
    }
}

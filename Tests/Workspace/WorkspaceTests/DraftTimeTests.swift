import Failures
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Typed text is saved soon: a crash loses less than a third of a second of it.
@Suite struct DraftTimeTests {
    private func drafts(_ effects: [WorkspaceEffect]) -> [String] {
        effects.compactMap { if case .keepDraft(let text) = $0 { text } else { nil } }
    }

    private func later(_ moment: Moment, milliseconds: Int64) -> Moment {
        Moment(wall: moment.wall + milliseconds * 1_000_000, uptime: moment.uptime + milliseconds * 1_000_000)
    }

    @Test func `a draft is due within 300 ms of the last key, and not at every key`() throws {
        var bench = try Bench()
        #expect(bench.state.draftDueAt == nil)
        let start = bench.state.now
        for (index, character) in "select 1".enumerated() {
            bench.send(.input(.key(.character(character)), later(start, milliseconds: Int64(index) * 30)))
        }
        let last = later(start, milliseconds: 7 * 30)
        let due = try #require(bench.state.draftDueAt)
        #expect(due - last.uptime <= 300_000_000)
        bench.effects = []
        bench.send(.draftDue(Moment(wall: last.wall, uptime: due - 1)))
        #expect(drafts(bench.takeEffects()).isEmpty)
        bench.send(.draftDue(Moment(wall: last.wall, uptime: due)))
        #expect(drafts(bench.takeEffects()) == ["select 1"])
        #expect(bench.state.draftDueAt == nil)
    }

    @Test func `continuous typing does not postpone the draft`() throws {
        var bench = try Bench()
        let start = bench.state.now
        var kept: [Int64] = []
        for index in 0..<100 {
            let now = later(start, milliseconds: Int64(index) * 40)
            bench.send(.input(.key(.character("x")), now))
            bench.effects = []
            bench.send(.draftDue(now))
            if !drafts(bench.takeEffects()).isEmpty { kept.append(now.uptime) }
        }
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $1 - $0 <= 300_000_000 })
        #expect(kept.count >= 13)
    }

    @Test func `watching ends with a lost session and reports it`() throws {
        var bench = try Bench()
        bench.enter("select 1 \\watch 1")
        bench.answer(.complete(Completion(tag: "SELECT 0", rows: 0, hasColumns: true), elapsed: 1))
        #expect(bench.state.watch != nil)
        let failure = Failure(.unavailable, "the connection is lost", why: "it was closed")
        bench.send(.lost(SessionError(.lost, failure), bench.state.now))
        #expect(bench.state.watch == nil)
        let said = bench.state.messages.all.map(\.text).joined(separator: "\n")
        #expect(said.contains("\\watch has ended with it"), "\(said)")
    }
}

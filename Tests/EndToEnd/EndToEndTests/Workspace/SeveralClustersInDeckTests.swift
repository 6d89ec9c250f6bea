import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A statement on the marked clusters of both engines, with real keys.
@Suite struct SeveralClustersInDeckTests {
    private let deck: DeckInTerminal
    private var terminal: TerminalSession { deck.terminal }

    init() throws {
        deck = try DeckInTerminal(try SharedSandbox.description.get(), columns: 130, rows: 36)
        try terminal.press("*", "f")
        try terminal.wait(for: "6 clusters  each cluster's user")
    }

    @Test func `both engines share one result, and the groups of equal answers are shown`() throws {
        try terminal.enter("select count(*), version() from berths;")
        try terminal.wait(for: "6 rows from 6 clusters")
        let screen = try terminal.screen()
        #expect(screen.contains("── 6 done ──"))
        #expect(screen.contains("2 different answers (F6, then D shows them)"))
        #expect(screen.split(separator: "\n").count { $0.contains("differs") } == 3)
        try terminal.press("F6", "D")
        try terminal.wait(for: "1. 3 clusters, 1 row each, equal")
        try terminal.wait(for: "harbor, harbor-ro, harbor-private")
        try terminal.press("Escape")
        try terminal.press("e")
        try terminal.wait(for: "export as")
        try terminal.press("Enter")
        try terminal.wait(for: "export as csv")
        try terminal.press("C-u")
        try terminal.type(deck.home.path("all.csv"))
        try terminal.press("Enter")
        try terminal.wait(for: "(csv)")
        let lines = try String(contentsOfFile: deck.home.path("all.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.first?.hasPrefix("cluster,count") == true)
    }

    @Test func `other columns have a result of their own`() throws {
        try terminal.enter("select * from (select 1 as a) x;")
        try terminal.wait(for: "6 rows from 6 clusters")
        try terminal.enter("select table_name from information_schema.tables where table_name = 'vessels';")
        try terminal.wait(for: "6 clusters returned the same rows")
        #expect(try !terminal.screen().contains("one for each set of columns"))
    }

    @Test func `a statement that fails on one engine runs again there alone`() throws {
        try terminal.enter("select pg_backend_pid() > 0 as isThere;")
        try terminal.wait(for: "3 of 6 clusters failed: ferry, ferry-ro, ferry-private")
        #expect(try terminal.screen().contains("FUNCTION harbor.pg_backend_pid does not exist"))
        try terminal.press("F6", "r")
        try terminal.wait(for: "3 of 3 clusters failed")
        #expect(try terminal.screen().contains("── 3 done  3 failed ──"))
    }

    @Test func `one cluster is cancelled by its line, and then all others`() throws {
        try terminal.enter("select pg_sleep(600);")
        try terminal.wait(for: "3 running  3 failed")
        try terminal.press("F6", "F6", "c")
        try terminal.wait(for: "2 running  1 cancelled  3 failed")
        try terminal.wait(for: "canceling statement due to user request")
        try terminal.press("C-c")
        try terminal.wait(for: "3 cancelled  3 failed")
        try terminal.press("F6")
        try terminal.enter("select 1 as one;")
        try terminal.wait(for: "6 clusters returned the same rows")
    }
}

import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

extension ActivityOnServers {
    /// The activity screen with real keys, on servers with known waits.
    @Suite(.serialized) struct TopInTerminalTests {
        private let sandbox: SandboxDescription

        init() throws {
            sandbox = try ActivityScene.sandbox.get()
        }

        @Test func `the blocker of a queue is found and terminated from the deck with the cluster's name`() async throws
        {
            let (holder, second) = (try await Actor("harbor"), try await Actor("harbor"))
            let statement = "update berths set code = code where id = 1"
            try await holder.run("begin; \(statement)")
            let waiting = second.begin(statement)
            let deck = try DeckInTerminal(sandbox)
            let terminal = deck.terminal
            try terminal.press("A")
            try terminal.wait(for: "Lock:transactionid")
            try terminal.press("Tab")
            try terminal.wait(for: "└─ waits")
            let root = try #require(try terminal.screen().split(separator: "\n").first { $0.contains("idle tx") })
            #expect(root.contains("\(holder.pid)"))
            try terminal.press("k")
            try terminal.wait(for: "Terminate session \(holder.pid) of jane_doe on harbor?")
            try terminal.type("harbor")
            try terminal.press("Enter")
            try terminal.wait(for: "harbor terminated session \(holder.pid)")
            let outcome = await waiting.value
            #expect(outcome?.completions.first?.tag == "UPDATE 1")
            await #expect(throws: (any Error).self) { try await holder.run("select 1") }
            try terminal.press("Escape")
            try terminal.wait(for: "6 clusters")
            await second.session.close()
        }

        @Test func `a session shows the activity of its server and comes back`() async throws {
            let deck = try DeckInTerminal(sandbox)
            let terminal = deck.terminal
            try terminal.press("Enter")
            try terminal.wait(for: "connected to harbor")
            try terminal.enter("\\top")
            try terminal.wait(for: "idle in transaction 0")
            try terminal.press("i")
            try terminal.wait(for: "1 of 1")
            try terminal.press("q")
            try terminal.wait(for: "no transaction")
        }

        @Test func `a statement runs on all marked clusters, with their names before the rows`() async throws {
            let deck = try DeckInTerminal(sandbox)
            let terminal = deck.terminal
            try terminal.press("*", "f")
            try terminal.wait(for: "6 clusters  each cluster's user")
            try terminal.enter("select count(*) as n from vessels;")
            try terminal.wait(for: "returned the same rows")
            let screen = try terminal.screen()
            for name in ["harbor ", "harbor-ro", "ferry ", "ferry-ro"] { #expect(screen.contains(name)) }
            #expect(screen.contains("6 rows"))
        }

        @Test func `on MySQL a session is ended through Aurora's procedures`() async throws {
            let (holder, second) = (try await Actor("ferry"), try await Actor("ferry"))
            try await holder.run("begin")
            try await holder.run("update berths set code = code where id = 1")
            let waiting = second.begin("update berths set depth_m = depth_m + 1 where id = 1")
            let deck = try DeckInTerminal(sandbox, start: false)
            let terminal = deck.terminal
            try terminal.enter("$Q top ferry; echo left with $?")
            try terminal.wait(for: "Lock:row")
            try terminal.press("s", "s", "s", "c")
            try terminal.wait(for: "y cancel")
            try terminal.press("Escape")
            try terminal.press("k")
            try terminal.wait(for: "Terminate session")
            try terminal.press("y")
            try terminal.wait(for: "ferry terminated session \(holder.pid)")
            #expect(await waiting.value?.failures.isEmpty == true)
            try terminal.press("q")
            try terminal.wait(for: "left with 0")
            await second.session.close()
        }

        @Test func `two clusters have a line each, and a frozen one is marked`() async throws {
            let deck = try DeckInTerminal(sandbox, start: false)
            let terminal = deck.terminal
            try terminal.enter("$Q top harbor ferry --interval 0.5; echo left with $?")
            try terminal.wait(for: "every 0.5 s")
            try terminal.wait(for: "writer")
            try terminal.press("Enter")
            try terminal.wait(for: "PostgreSQL 15")
            try terminal.press("Space")
            try terminal.wait(for: "paused")
            try terminal.press("n")
            try terminal.wait(for: "MySQL 8")
            try terminal.press("Escape")
            try terminal.wait(for: "2 clusters")
            try terminal.press("q")
            try terminal.wait(for: "left with 0")
        }
    }
}

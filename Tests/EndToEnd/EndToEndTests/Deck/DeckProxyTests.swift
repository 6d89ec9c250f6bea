import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Local sockets that the deck opens for other programs.
@Suite struct DeckProxyTests {
    @Test func `p opens a socket for a program, the row shows the connection, and quitting needs a confirmation`()
        throws
    {
        let sandbox = try SharedSandbox.description.get()
        let deck = try DeckInTerminal(sandbox, columns: 160)
        let socket = deck.home.path("run/quarterdeck/proxy/harbor/.s.PGSQL.5432")
        try deck.terminal.press("p")
        try deck.terminal.wait(for: "PROXY")
        try deck.terminal.wait(for: "harbor is open: psql ")
        let psql = try ChildProcess(
            ["psql", "-X", "-w", "-c", "select pg_sleep(1000)"],
            environment: [
                "PGHOST": deck.home.path("run/quarterdeck/proxy/harbor"), "PGUSER": "jane_doe", "PGDATABASE": "harbor",
            ])
        try deck.terminal.wait(for: "on 1")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "leaving loses: 1 connection of other programs; q once more leaves")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
        #expect(psql.wait() == 2)
        #expect(access(socket, F_OK) != 0)
    }
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Slow operations are announced, do not block other actions, and can be cancelled.
@Suite struct WaitingTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func deck(profile: String, variables: [String: String] = [:]) throws -> DeckInTerminal {
        let deck = try DeckInTerminal(sandbox, variables: variables, start: false)
        try deck.terminal.enter("$Q --aws-profile \(profile); echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        return deck
    }

    /// A deck whose credentials take 15 minutes.
    private func slowDeck() throws -> DeckInTerminal {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.home.write("[profile slow]\ncredential_process = /bin/sleep 900\n", to: "config")
        try deck.terminal.enter("AWS_CONFIG_FILE=~/config $Q --aws-profile slow; echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        return deck
    }

    @Test func `a program does not interrupt a user who does something else`() throws {
        let deck = try deck(profile: "sso")
        try deck.terminal.press("x", "Enter")
        try deck.terminal.wait(for: "log in to AWS")
        try deck.terminal.wait(for: "Esc decline")
        try deck.terminal.press("Enter")
        #expect(try deck.terminal.screen().contains("opening harbor"))
        try deck.terminal.wait(for: "Esc put away")
        try deck.terminal.press("Escape")
        try deck.terminal.wait(for: "r shows the login's page")
        // A key directly after Escape would be an Alt key.
        try deck.terminal.wait(without: "Esc put away")
        try deck.terminal.press("/")
        try deck.terminal.type("har")
        try deck.terminal.wait(for: "/har")
        try deck.terminal.press("Enter", "r")
        try deck.confirmLogin()
        let screen = try deck.terminal.wait(for: "signed ")
        #expect(!screen.contains("harbor=>"))
        #expect(try deck.terminal.state("alternate_on") == "1")
        // When its token is ready, it opens at once and shows its cluster.
        try deck.terminal.settle()
        try deck.terminal.press("x", "Enter")
        let session = try deck.terminal.wait(for: "harbor=>")
        #expect(session.contains("PROD") && session.contains("jane_doe  (Ctrl-D returns to the deck)"))
    }

    @Test func `Ctrl-C cancels a slow operation and quits only afterwards`() throws {
        let deck = try slowDeck()
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "signing")
        try deck.terminal.press("C-c")
        try deck.terminal.wait(for: "cancelled: signing for harbor")
        try deck.terminal.press("x", "Enter")
        try deck.terminal.wait(for: "opening harbor")
        try deck.terminal.press("Escape")
        try deck.terminal.wait(for: "opening harbor cancelled")
        try deck.terminal.press("j", "x", "Enter")
        try deck.terminal.wait(for: "opening harbor-ro")
        try deck.terminal.press("C-c")
        try deck.terminal.wait(for: "cancelled: opening harbor-ro")
        try deck.terminal.press("C-c")
        try deck.terminal.wait(for: "left with 130")
    }

    @Test(arguments: ["C-c", "C-d", "C-z", "Up", "q"])
    func `any key returns from a program's last output`(key: String) throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("x")
        try deck.terminal.enter("psql -c 'select 40 + 2'")
        let screen = try deck.terminal.wait(for: "Press any key to return to the deck")
        #expect(screen.contains("42") && screen.contains("psql ended."))
        _ = try Program.run(["kill", "-INT", "\(try deck.process())"])
        try deck.terminal.press(key)
        try deck.terminal.wait(for: "Enter session")
        #expect(try deck.terminal.state("alternate_on") == "1")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
    }

    @Test func `a login is confirmed in a browser, and its page closes by itself`() throws {
        let deck = try deck(profile: "sso")
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "no login to")
        try deck.terminal.wait(for: "Esc decline")
        try deck.terminal.press("Enter")
        try deck.terminal.wait(for: "log in…")
        try deck.terminal.wait(for: "Esc put away")
        try deck.terminal.press("Escape")
        try deck.terminal.wait(for: "the login goes on; r shows the page again, Ctrl-C cancels it")
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "confirm the code:")
        try deck.terminal.press("y")
        try deck.terminal.eventually("the address is in the terminal's clipboard") {
            let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
            guard let sent = log.firstMatch(of: /\e\]52;c;([A-Za-z0-9+\/=]+)\x07/)?.output.1 else { return false }
            let text = Data(base64Encoded: String(sent)).map { String(decoding: $0, as: UTF8.self) }
            return text?.contains("/device?user_code=") == true
        }
        try deck.confirmLogin()
        try deck.terminal.wait(without: "confirm the code:")
        let screen = try deck.terminal.wait(for: "signed ")
        #expect(!screen.contains("failed"))
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
    }

    @Test func `a rejected code is requested again`() throws {
        let deck = try deck(profile: "mfa")
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "MFA code: profile mfa")
        try deck.terminal.wait(for: "for harbor")
        try deck.terminal.wait(for: "Esc decline")
        try deck.terminal.type("abc")
        try deck.answer("000000")
        try deck.terminal.press("Enter")
        try deck.terminal.wait(for: "the code was refused; wait for the next one and try again")
        try deck.answer("123456")
        try deck.terminal.press("Enter")
        #expect(try !deck.terminal.wait(for: "signed ").contains("failed"))
    }

    @Test func `a user who declines a code is asked once for all clusters`() throws {
        let deck = try deck(profile: "mfa")
        try deck.terminal.press("*", "r")
        try deck.terminal.wait(for: "MFA code: profile mfa")
        try deck.terminal.wait(for: "for harbor and 5 more")
        try deck.terminal.wait(for: "Esc decline")
        try deck.terminal.press("Escape")
        try deck.terminal.eventually("all six have failed") {
            try deck.terminal.screen().components(separatedBy: "failed  no MFA code was given").count == 7
        }
    }

    @Test func `another program's clipboard file is neither claimed nor removed`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("c")
        try deck.terminal.wait(for: "copied, wiped in")
        let environment = sandbox.env.merging([
            "HOME": deck.home.path, "XDG_STATE_HOME": deck.home.path("state"), "XDG_RUNTIME_DIR": deck.home.path("run"),
        ]) { $1 }
        let other = try Program.run([Program.product("quarterdeck"), "copy", "ferry"], environment: environment)
        try #require(other.status == 0, "\(other.errors)")
        let token = try String(contentsOfFile: deck.clipboard, encoding: .utf8)
        try deck.terminal.wait(without: "copied, wiped in")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
        #expect(try String(contentsOfFile: deck.clipboard, encoding: .utf8) == token)
    }
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A newcomer's actions on the deck, with real keys and real servers.
@Suite struct DeckUseTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: [
        ("$Q --config live.toml", "mv new live.toml"), ("QUARTERDECK_CONFIG=live.toml $Q", "cp new live.toml"),
        ("$Q --config ./later/../live.toml", "rm live.toml; mv new live.toml"),
        ("$Q --config link.toml", "ln -sfn new link.toml"),
    ])
    func `a profile file is read again after any kind of change`(command: String, change: String) throws {
        func file(_ name: String) -> String {
            "[clusters.\(name)]\nengine = \"postgresql\"\nuser = \"u\"\n"
                + "endpoint = \"\(name).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"\n"
        }
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.home.write(file("first"), to: "live.toml")
        try deck.home.write(file("second"), to: "new")
        try deck.home.write("", to: "later/x")
        try deck.home.link("link.toml", to: "live.toml")
        try deck.terminal.enter("cd; " + command + "; echo left with $?")
        try deck.terminal.wait(for: "first")
        let run = try Program.run(
            ["sh", "-c", change], environment: ["PATH": "/usr/bin:/bin"], directory: deck.home.path)
        #expect(run.status == 0, "\(run.errors)")
        try deck.terminal.wait(for: "second")
    }

    @Test func `a token is signed, a session opens on both engines, and the deck returns`() throws {
        let deck = try DeckInTerminal(sandbox)
        let terminal = deck.terminal
        try terminal.press("r")
        #expect(try terminal.wait(for: "signed ").contains("14:5") || terminal.screen().contains("15:00"))
        try terminal.press("x", "Enter")
        try terminal.wait(for: "harbor=>")
        try terminal.enter("select 'I am ' || current_user;")
        try terminal.wait(for: "I am jane_doe")
        try terminal.enter("\\q")
        try terminal.wait(for: "psql ended")
        try terminal.press("j", "j", "x", "Enter")
        try terminal.wait(for: "MySQL [harbor]>")
        try terminal.enter("select concat('I really am ', substring_index(current_user(), '@', 1));")
        try terminal.wait(for: "I really am jane_doe")
        try terminal.enter("exit")
        #expect(try terminal.wait(for: "Enter session").contains("ferry"))
        try terminal.press("q")
        try terminal.wait(for: "left with 0")
    }

    @Test func `a failed program's output is readable before the deck returns`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("x", "C-u")
        try deck.terminal.enter("psql -c 'select 1/0'")
        let screen = try deck.terminal.wait(for: "Press any key to return")
        #expect(screen.contains("division by zero"))
        #expect(screen.contains("ended with exit code 1"))
        try deck.terminal.press("Enter")
        #expect(try deck.terminal.wait(for: "Enter session").contains("psql en"))
        try deck.terminal.press("x", "C-u")
        try deck.terminal.enter("/no/such/program")
        try deck.terminal.wait(for: "cannot run /no/such/program")
    }

    @Test func `Ctrl-Z in a program stops the job, and fg continues it`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("x", "Enter")
        try deck.terminal.wait(for: "harbor=>")
        try deck.terminal.press("C-z")
        try deck.terminal.wait(for: "Stopped")
        try deck.terminal.enter("echo the shell is here")
        try deck.terminal.wait(for: "\nthe shell is here")
        try deck.terminal.enter("fg")
        try deck.terminal.enter("select 40 + 2;")
        try deck.terminal.wait(for: "42")
        // Ctrl-C goes to the program.
        try deck.terminal.press("C-c")
        try deck.terminal.enter("\\q")
        try deck.terminal.wait(for: "psql ended")
    }

    @Test func `a copy is private and announced, and is removed when the deck ends`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("c")
        try deck.terminal.wait(for: "copied, wiped in")
        let attributes = try FileManager.default.attributesOfItem(atPath: deck.clipboard)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let token = try String(contentsOfFile: deck.clipboard, encoding: .utf8)
        #expect(try sandbox.psql(token).text == "jane_doe\n")
        try deck.terminal.press("i")
        try deck.terminal.wait(for: "TLSv1.3")
        try deck.terminal.press("q")
        try deck.terminal.wait(without: "TLSv1.3")
        try deck.terminal.press("L", "q")
        try deck.terminal.wait(for: "Enter session")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
        #expect(!FileManager.default.fileExists(atPath: deck.clipboard))
        // No screen has shown any part of it.
        let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
        let signature = try #require(token.components(separatedBy: "X-Amz-Signature=").last)
        #expect(signature.count == 64)
        for start in stride(from: 0, to: 56, by: 8) {
            #expect(!log.contains(signature.dropFirst(start).prefix(8)))
        }
        #expect(!log.contains("X-Amz-Credential"))
    }

    @Test func `a saved file is on the screen at once`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        let own = deck.home.path("clusters.toml")
        let text = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        try deck.home.write(text, to: "clusters.toml")
        try deck.terminal.enter("QUARTERDECK_CONFIG=\(own) $Q")
        try deck.terminal.wait(for: "harbor-ro")
        try deck.home.write(text.replacingOccurrences(of: "harbor-ro]", with: "lighthouse]"), to: "clusters.toml")
        try deck.terminal.wait(for: "lighthouse")
        try deck.home.write("[clusters.x", to: "clusters.toml")
        try deck.terminal.wait(for: "clusters.toml:1:")
        try deck.home.write("theme = \"nord\"\n[keys]\nfresh = \"K\"\n", to: ".config/quarterdeck/settings.toml")
        try deck.terminal.wait(for: "K fresh token")
    }

    @Test func `the demo is the deck on a sandbox that ends with it`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.terminal.enter("env -u QUARTERDECK_CONFIG $Q demo; echo left with $?")
        try deck.terminal.wait(for: "A private sandbox")
        try deck.terminal.press("x", "Enter")
        try deck.terminal.wait(for: "harbor=>")
        try deck.terminal.enter("\\q")
        try deck.terminal.wait(for: "psql ended")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
        let left = try FileManager.default.contentsOfDirectory(atPath: deck.home.path("state/quarterdeck"))
        #expect(!left.contains { $0.hasPrefix("demo-") })
    }

    @Test func `the terminal's clipboard gets the token through tmux`() throws {
        let deck = try DeckInTerminal(sandbox, variables: ["TMUX": "/tmp/x,1,0"], start: false)
        // The shell has no tmux variables.
        try deck.terminal.enter("TMUX=/tmp/x $Q; echo left with $?")
        try deck.terminal.wait(for: "clusters")
        try deck.terminal.press("y")
        try deck.terminal.wait(for: "allow-passthrough")
        try deck.terminal.press("c")
        try deck.terminal.wait(for: "copied, wiped")
        let token = try Data(contentsOf: URL(fileURLWithPath: deck.clipboard)).base64EncodedString()
        try deck.terminal.eventually("the sequence is in the log") {
            let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
            // Plain for set-clipboard, wrapped for allow-passthrough.
            return log.contains("\u{1B}]52;c;\(token)\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;\(token)\u{07}\u{1B}\\")
        }
    }

    @Test func `an MFA code is requested on the deck only when a token is needed`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.terminal.enter("$Q --aws-profile mfa")
        try deck.terminal.wait(for: "not logged in to AWS yet")
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "MFA code")
        try deck.answer("123456")
        #expect(try !deck.terminal.screen().contains("code 123456"))
        try deck.terminal.press("Enter")
        try deck.terminal.wait(for: "signed ")
        try deck.terminal.wait(for: "arn:aws:sts::")
        try deck.terminal.press("x", "Enter")
        try deck.terminal.wait(for: "harbor=>")
        try deck.terminal.enter("\\q")
        try deck.terminal.wait(for: "psql ended")
    }
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The doctor in the deck, with real keys.
@Suite struct DoctorDeckTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func deck(_ more: String = "") throws -> TerminalSession {
        let terminal = try TerminalSession(
            sandbox.env.merging(["HOME": folder.path("."), "XDG_STATE_HOME": folder.path("state")]) { _, own in own },
            columns: 120, rows: 40)
        try terminal.enter("'\(Program.product("quarterdeck"))' \(more)")
        try terminal.wait(for: "harbor-ro")
        return terminal
    }

    @Test func `d runs the checks of the cluster under the cursor`() throws {
        let terminal = try deck()
        try terminal.press("d")
        try terminal.wait(for: "harbor: doctor")
        try terminal.wait(for: "the login works")
        try terminal.wait(for: "the server accepted the token of jane_doe")
        try terminal.press("d")
        try terminal.wait(for: "no token yet")
    }

    @Test func `a rejected login shows its most likely cause with the error`() throws {
        let terminal = try deck("--aws-profile nobody")
        try terminal.press("Enter")
        try terminal.wait(for: "refused the token of jane_doe")
        try terminal.wait(for: "likeliest cause is policy-denied")
        try terminal.wait(for: "quarterdeck doctor harbor")
    }

    @Test func `without a profile file e runs init, and the deck reads what it wrote`() throws {
        let file = folder.path("first.toml")
        let terminal = try TerminalSession(
            sandbox.env.merging(["HOME": folder.path("."), "QUARTERDECK_CONFIG": ""]) { _, own in own }, columns: 120,
            rows: 40)
        try terminal.enter("'\(Program.product("quarterdeck"))' --config '\(file)'")
        try terminal.wait(for: "there is no profile file")
        try terminal.press("e")
        try terminal.wait(for: "Search your AWS account")
        try terminal.press("Enter")
        try terminal.wait(for: "Regions")
        try terminal.press("Enter")
        try terminal.wait(for: "Which ones?")
        try terminal.enter("lugger")
        try terminal.wait(for: "choose from the list")
        try terminal.enter("harbor")
        try terminal.wait(for: "atabase user")
        try terminal.enter("jane_doe")
        try terminal.wait(for: "quarterdeck init ended")
        try terminal.press("Enter")
        try terminal.wait(for: "Enter session")
        #expect(try terminal.wait(for: "jane_doe").contains("harbor"))
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("[clusters.harbor]"))
    }

    @Test func `an empty deck writes a file in the editor, or discovers clusters, and shows them`() throws {
        let editor = try folder.program(
            "#!/bin/sh\nprintf '[clusters.mine]\\nengine = \"mysql\"\\nendpoint = \"%s\"\\n' "
                + "ferry.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com > \"$1\"\n", to: "editor")
        for (key, name) in [("E", "mine"), ("D", "harbor")] {
            let file = folder.path("\(key).toml")
            let terminal = try TerminalSession(
                sandbox.env.merging(["HOME": folder.path("."), "QUARTERDECK_CONFIG": "", "EDITOR": editor]) { $1 },
                columns: 120, rows: 40)
            try terminal.enter("'\(Program.product("quarterdeck"))' --config '\(file)'")
            try terminal.wait(for: "D  discover")
            try terminal.press(key)
            if key == "D" {
                try terminal.wait(for: "Which ones?")
                try terminal.enter("")
                try terminal.wait(for: "quarterdeck discover ended")
                try terminal.press("Enter")
            }
            try terminal.wait(for: "Enter session")
            #expect(try terminal.wait(for: name).contains("signs one"))
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("[clusters.\(name)]"))
        }
    }

    @Test func `e opens the profile file at the cluster's line and reads it again`() throws {
        let text = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        try folder.write(text, to: "clusters.toml")
        let script = """
            #!/bin/sh
            echo "$1" > '\(folder.path("line"))'
            sed -i 's/clusters.ferry-ro/clusters.barge/' "$2"
            """
        let editor = try folder.program(script, to: "vi")
        let terminal = try TerminalSession(
            sandbox.env.merging([
                "HOME": folder.path("."), "QUARTERDECK_CONFIG": folder.path("clusters.toml"), "EDITOR": editor,
            ]) { _, own in own }, columns: 120, rows: 40)
        try terminal.enter("'\(Program.product("quarterdeck"))'")
        try terminal.wait(for: "ferry-ro")
        try terminal.press("j", "e")
        try terminal.wait(for: "barge")
        let line = try String(contentsOfFile: folder.path("line"), encoding: .utf8)
        let number = try #require(
            text.components(separatedBy: "\n").firstIndex { $0.hasPrefix("[clusters.harbor-ro]") })
        #expect(line == "+\(number + 1)\n")
    }
}

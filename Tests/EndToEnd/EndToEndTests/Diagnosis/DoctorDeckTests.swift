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

    @Test func `d makes the checks of the cluster under the cursor`() throws {
        let terminal = try deck()
        try terminal.press("d")
        try terminal.wait(for: "harbor: doctor")
        try terminal.wait(for: "the login works")
        try terminal.wait(for: "the server accepted the token of jane_doe")
        try terminal.press("d")
        try terminal.wait(for: "no token yet")
    }

    @Test func `a refused login says its likeliest cause beside the error`() throws {
        let terminal = try deck("--aws-profile nobody")
        try terminal.press("Enter")
        try terminal.wait(for: "refused the token of jane_doe")
        try terminal.wait(for: "likeliest cause is policy-denied")
        try terminal.wait(for: "quarterdeck doctor harbor")
    }
}

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `sandbox up --busy`.
@Suite struct BusySandboxTests {
    @Test func `a busy sandbox has a lock queue of five on both engines, and goes without remains`() async throws {
        let state = FileManager.default.temporaryDirectory.path + "/qd-busy-\(getpid())"
        let down = [Program.product("quarterdeck"), "sandbox", "down", "--state", state]
        _ = try Program.run(down)
        defer { _ = try? Program.run(down) }
        let sandbox = try SharedSandbox.up(state, "--busy")
        try await eventually {
            let lines = try TopLine.all("harbor", "ferry", in: sandbox)
            return lines.count == 2
                && lines.allSatisfy { line in
                    line.sessions.count { !$0.blockedBy.isEmpty } >= 4
                        && line.sessions.count { $0.state == "idle in transaction" } >= 2
                }
        }
        #expect(try Program.run(down).status == 0)
        #expect(!FileManager.default.fileExists(atPath: state))
    }
}

import ScreenKit
import TerminalUI
import Testing
import Timestamps

@testable import Workspace

/// The session's status on a narrow screen.
@Suite struct StatusTests {
    private func status(columns: Int) throws -> String {
        var bench = try Bench(columns: columns)
        var token = TokenFacts(
            signedAt: bench.state.now, expiresAt: bench.state.now.timestamp + 721, user: "jane_doe", host: "orders",
            port: 5_432, region: "eu-west-1")
        token.lifetime = 900
        bench.send(.token(token))
        bench.type("select 1 as a, 2 as b;\n")
        try bench.answer(["a", "b"], [["1", "2"], ["3", "4"]])
        return bench.screen.split(separator: "\n").map(String.init).first { $0.contains("no transaction") } ?? ""
    }

    @Test(arguments: [80, 90, 100, 120]) func `the ages of token and session stay`(columns: Int) throws {
        let status = try status(columns: columns)
        for part in ["no transaction", "row 1 of 2", "token 12:01", "session 00:20"] {
            #expect(status.contains(part), "\(status)")
        }
        #expect(status.contains("first row") == (columns >= 100), "\(status)")
    }

    @Test func `the whole time of a result outlives the time of its first row`() throws {
        let status = try status(columns: 90)
        #expect(status.contains("all in 3 ms"), "\(status)")
        #expect(!status.contains("first row"))
    }
}

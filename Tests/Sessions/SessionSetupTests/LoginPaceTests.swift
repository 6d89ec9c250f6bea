import Failures
import Testing

@testable import SessionSetup

@Suite struct LoginPaceTests {
    private static let second: Int64 = 1_000_000_000

    /// The times of logins that all ask for their turn at the same moment.
    private func times(_ logins: [(cluster: String, identity: String)], _ pace: LoginPace = LoginPace()) -> [Int64] {
        logins.map { pace.turn(cluster: $0.cluster, identity: $0.identity, at: 100 * Self.second) }
    }

    /// The largest number of times within less than a second.
    private func most(_ times: [Int64]) -> Int {
        times.map { start in times.count { $0 >= start && $0 < start + Self.second } }.max() ?? 0
    }

    @Test func `distinct identities log in at most 15 times in any second, the first 15 at once`() {
        let times = times((0..<100).map { ("c\($0)", "jane@c\($0)") })
        #expect(times.prefix(15).allSatisfy { $0 == 0 })
        #expect(times[15] == Self.second)
        #expect(times.last == 6 * Self.second)
        #expect(most(times) == 15)
    }

    @Test func `one identity logs in to a cluster at most 150 times in any second`() {
        let times = times((0..<400).map { _ in ("orders", "jane@orders") })
        #expect(times[149] == 0)
        #expect(times[150] == Self.second)
        #expect(most(times) == 150)
    }

    @Test func `an idle second gives all turns back`() {
        let pace = LoginPace()
        for round in 0..<3 {
            for number in 0..<15 {
                let wait = pace.turn(
                    cluster: "c\(number)", identity: "\(number)", at: Int64(round) * 2 * Self.second)
                #expect(wait == 0)
            }
        }
    }

    @Test func `a server without room is asked again four times, and a refused login is not repeated`() {
        let full = Failure(.temporary, "orders takes no logins now")
        #expect((0...4).map { LoginPace.pause(after: full, $0) } == [2, 4, 8, 16, nil])
        let throttled = Failure(.notPermitted, "orders refused the token", cause: .throttled)
        #expect(LoginPace.pause(after: throttled, 0) == 2)
        let refused = Failure(.notPermitted, "orders refused the token", cause: .policyDenied)
        #expect(LoginPace.pause(after: refused, 0) == nil)
        #expect(LoginPace.pause(after: Failure(.unavailable, "no server answers"), 0) == nil)
    }
}

import Failures
import Profiles
import SigV4
import TokenDelivery

extension Login {
    /// Refuses a token lifetime in seconds that the user chose and the service does not accept.
    func check(lifetime: Int) throws(Failure) {
        guard engine == .dsql else {
            throw Failure(
                .usage, "--expires-in is for Aurora DSQL, and \(cluster) is Aurora \(engine.displayName)",
                why: "a token for Aurora always lasts 900 seconds", next: "leave --expires-in out")
        }
        let longest = TokenRequest.longestDSQLLifetime
        guard (1...longest).contains(lifetime) else {
            throw Failure(
                .usage, "--expires-in is \(lifetime), not in 1 to \(longest)",
                why: "a token for DSQL lasts at most a week", next: "--expires-in \(lifetime < 1 ? 900 : longest)")
        }
    }
}

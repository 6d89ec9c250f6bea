import Threads
public import Failures
import SigV4
public import Timestamps

/// A login's token, signed when it is first needed and used again for as long as it is good: RDS throttles new tokens,
/// not the same one.
public final class LiveToken: Sendable {
    private let sign: @Sendable () throws(Failure) -> SignedToken
    private let held = Locked<SignedToken?>(nil)

    /// A token that `sign` makes.
    public init(_ sign: @escaping @Sendable () throws(Failure) -> SignedToken) {
        self.sign = sign
    }

    /// A token that is good for a login at `now`.
    public func current(now: Timestamp) throws(Failure) -> SignedToken {
        if let token = held.withLock({ $0 }), token.expiry.isUsable(at: now) { return token }
        let fresh = try sign()
        held.withLock { $0 = fresh }
        return fresh
    }
}

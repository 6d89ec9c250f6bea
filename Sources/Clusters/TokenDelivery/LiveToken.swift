public import Failures
import SigV4
import Threads
public import Timestamps

/// A login's token, signed when it is first needed and used again for as long as it is good: RDS throttles new tokens,
/// not the same one. Once other credentials would sign, it is another one's token and signed anew.
public final class LiveToken: Sendable {
    private let isCurrent: @Sendable () -> Bool
    private let sign: @Sendable () throws(Failure) -> SignedToken
    private let held = Locked<SignedToken?>(nil)

    /// A token that `sign` makes.
    ///
    /// - Parameter isCurrent: Whether the last token's credentials are the ones that would sign now.
    public init(
        isCurrent: @escaping @Sendable () -> Bool, _ sign: @escaping @Sendable () throws(Failure) -> SignedToken
    ) {
        self.isCurrent = isCurrent
        self.sign = sign
    }

    /// A token that is good for a login at `now`.
    public func current(now: Timestamp) throws(Failure) -> SignedToken {
        if let token = held.withLock({ $0 }), token.expiry.isUsable(at: now), isCurrent() { return token }
        let fresh = try sign()
        held.withLock { $0 = fresh }
        return fresh
    }
}

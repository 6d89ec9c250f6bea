public import Failures
import SigV4
import Threads
public import Timestamps

/// A login's token. It is signed when first needed and reused while it is valid, because RDS throttles logins with new
/// tokens. If the credentials change, the token is signed anew.
public final class LiveToken: Sendable {
    private let isCurrent: @Sendable () -> Bool
    private let sign: @Sendable () throws(Failure) -> SignedToken
    private let held = Locked<SignedToken?>(nil)

    /// A token that `sign` creates.
    ///
    /// - Parameter isCurrent: Whether the credentials of the last token are still the current ones.
    public init(
        isCurrent: @escaping @Sendable () -> Bool, _ sign: @escaping @Sendable () throws(Failure) -> SignedToken
    ) {
        self.isCurrent = isCurrent
        self.sign = sign
    }

    /// A token that is valid for a login at `now`.
    public func current(now: Timestamp) throws(Failure) -> SignedToken {
        if let token = held.withLock({ $0 }), token.expiry.isUsable(at: now), isCurrent() { return token }
        let fresh = try sign()
        held.withLock { $0 = fresh }
        return fresh
    }
}

public import Failures
public import Secrets
import Threads

/// The password of one session's logins. A refused password is fetched again once for each login.
public final class LivePassword: Sendable {
    private let store: PasswordStore
    private let request: PasswordRequest
    private let used = Locked<Secret?>(nil)
    private let cancel = WakeSignal()

    public init(_ store: PasswordStore, _ request: PasswordRequest) {
        self.store = store
        self.request = request
    }

    /// The password for a login now. Blocks while it is fetched.
    public func current() throws(Failure) -> Secret {
        cancel.lower()
        let secret = try store.password(request, cancel: cancel)
        used.withLock { $0 = secret }
        return secret
    }

    /// Fetches the password again after the server has refused it. Blocks.
    ///
    /// - Returns: Whether there is another password, so that the login may be tried once more.
    public func renew() -> Bool {
        guard let refused = used.withLock({ $0 }) else { return false }
        cancel.lower()
        return store.renew(request, refused: refused, cancel: cancel)
    }

    /// Ends a running fetch.
    public func stop() { cancel.raise() }
}

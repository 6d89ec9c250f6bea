public import Failures
import Profiles
public import Secrets
public import Threads

/// The passwords of one invocation, in memory only. Each is fetched when a login first needs it, and again after a
/// server has refused it.
public final class PasswordStore: Sendable {
    /// The place of one password. One login at a time fetches it; the others wait and share it.
    private final class Slot: Sendable {
        private let held = Locked<Secret?>(nil)
        private let isTaken = Locked(false)

        /// Runs the body when no other login is at the place. A login that is cancelled meanwhile waits no longer.
        func alone<Value>(
            _ cancel: WakeSignal?, _ body: (inout Secret?) -> Result<Value, Failure>
        ) -> Result<Value, Failure> {
            let cancel = cancel ?? WakeSignal()
            while isTaken.withLock({ isTaken in
                defer { isTaken = true }
                return isTaken
            }) {
                // The other one may wait for a typed password for as long as it likes.
                if cancel.wait(milliseconds: 50) {
                    return .failure(Failure(.interrupted, "interrupted"))
                }
            }
            defer { isTaken.withLock { $0 = false } }
            var secret = held.withLock { $0 }
            defer { held.withLock { $0 = secret } }
            return body(&secret)
        }
    }

    private let slots = Locked<[PasswordRequest.Key: Slot]>([:])
    private let services: PasswordServices

    public init(_ services: PasswordServices) {
        self.services = services
    }

    private func slot(_ request: PasswordRequest) -> Slot {
        slots.withLock { slots in
            if let slot = slots[request.key] { return slot }
            let slot = Slot()
            slots[request.key] = slot
            return slot
        }
    }

    /// The password of a login. Blocks while it is fetched.
    ///
    /// - Parameter cancel: Ends the fetch.
    public func password(_ request: PasswordRequest, cancel: WakeSignal?) throws(Failure) -> Secret {
        try slot(request).alone(cancel) { held -> Result<Secret, Failure> in
            if let held { return .success(held) }
            let result = fetch(request, cancel)
            if case .success(let secret) = result { held = secret }
            return result
        }.get()
    }

    /// Fetches a password again after a server has refused it, unless another login has done so already. A typed password
    /// is only forgotten. Blocks.
    ///
    /// - Returns: Whether there is another password now.
    public func renew(_ request: PasswordRequest, refused: Secret, cancel: WakeSignal?) -> Bool {
        let outcome = slot(request).alone(cancel) { held -> Result<Bool, Failure> in
            if let held, !held.matches(refused) { return .success(true) }
            held = nil
            guard request.origin != .ask, case .success(let secret) = fetch(request, cancel) else {
                return .success(false)
            }
            held = secret
            return .success(!secret.matches(refused))
        }
        return (try? outcome.get()) ?? false
    }

    /// Forgets the password of a login, so that the next login fetches it.
    public func forget(_ request: PasswordRequest) {
        slots.withLock { $0[request.key] = nil }
    }

    private func fetch(_ request: PasswordRequest, _ cancel: WakeSignal?) -> Result<Secret, Failure> {
        do throws(Failure) {
            let secret =
                switch request.origin {
                case .secret(let name):
                    try SecretReading.password(in: try services.secretText(name, request), name, request)
                case .command(let words): try PasswordCommand(words: words, request: request).run(services, cancel)
                case .ask: try services.ask(request)
                }
            try check(secret, request)
            services.fetched(request)
            return .success(secret)
        } catch {
            return .failure(error)
        }
    }

    /// Refuses what no server can accept. An empty password would also make libpq look for others.
    private func check(_ secret: Secret, _ request: PasswordRequest) throws(Failure) {
        let place = request.origin.description
        guard !secret.isEmpty else {
            throw Failure(
                .notPermitted, "there is no password for \(request.user) on \(request.cluster.name)",
                why: "\(place) gave an empty one", next: PasswordAdvice.look(request))
        }
        guard secret.count <= Self.longest, !secret.revealBytes({ $0.contains(0) }) else {
            throw Failure(
                .badData, "the password of \(request.user) on \(request.cluster.name) cannot be used",
                why: "\(place) gave \(secret.count) bytes, more than \(Self.longest) or with a zero byte among them",
                next: PasswordAdvice.look(request))
        }
    }

    /// Programs and secrets give passwords, not files.
    private static let longest = 4_096
}

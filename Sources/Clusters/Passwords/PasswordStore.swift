public import Failures
import Profiles
public import Secrets
public import Threads

/// The passwords of one invocation, in memory only. Each is fetched when a login first needs it, and again after a
/// server has refused it.
public final class PasswordStore: Sendable {
    /// The place of one password. Its lock is held during a fetch, so that concurrent logins share it.
    private final class Slot: Sendable {
        let held = Locked<Secret?>(nil)
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
        let outcome = slot(request).held.withLock { held -> Result<Secret, Failure> in
            if let held { return .success(held) }
            let result = fetch(request, cancel)
            if case .success(let secret) = result { held = secret }
            return result
        }
        return try outcome.get()
    }

    /// Fetches a password again after a server has refused it, unless another login has done so already. A typed password
    /// is only forgotten. Blocks.
    ///
    /// - Returns: Whether there is another password now.
    public func renew(_ request: PasswordRequest, refused: Secret, cancel: WakeSignal?) -> Bool {
        slot(request).held.withLock { held in
            if let held, !held.matches(refused) { return true }
            held = nil
            guard request.origin != .ask, case .success(let secret) = fetch(request, cancel) else { return false }
            held = secret
            return !secret.matches(refused)
        }
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

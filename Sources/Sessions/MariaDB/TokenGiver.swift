import CMariaDB
import Failures
import Secrets

/// Provides the token of a link, and creates it only after the server has proved its name.
final class TokenGiver {
    private let token: @Sendable () throws(Failure) -> Secret
    private(set) var problem: Failure?
    /// Whether a part of the token may have been sent.
    private(set) var mayHaveGiven = false
    /// Called before the thread waits.
    var beforeWait: (() -> Void)?
    /// Called after the wake signal; returns whether to wait on.
    var afterWake: (() -> Bool)?

    init(_ token: @escaping @Sendable () throws(Failure) -> Secret) {
        self.token = token
    }

    func give(_ receive: (UnsafeRawBufferPointer) -> Int32) -> Int32 {
        let secret: Secret
        do throws(Failure) {
            secret = try token()
        } catch {
            problem = error
            return -1
        }
        // The authentication method requires a NUL at the end.
        var terminated = SecretBuffer(capacity: secret.count + 1)
        secret.revealBytes { terminated.append($0) }
        terminated.append("\0" as StaticString)
        mayHaveGiven = true
        return terminated.revealBytes(receive)
    }
}

func giveToken(
    _ context: UnsafeMutableRawPointer?, _ carrier: UnsafeMutableRawPointer,
    _ give: @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer, Int) -> Int32
) -> Int32 {
    guard let context else { return -1 }
    return Unmanaged<TokenGiver>.fromOpaque(context).takeUnretainedValue().give { bytes in
        bytes.baseAddress.map { give(carrier, $0, bytes.count) } ?? -1
    }
}

func beforeWait(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<TokenGiver>.fromOpaque(context).takeUnretainedValue().beforeWait?()
}

func afterWake(_ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let context else { return 0 }
    return Unmanaged<TokenGiver>.fromOpaque(context).takeUnretainedValue().afterWake?() == true ? 1 : 0
}

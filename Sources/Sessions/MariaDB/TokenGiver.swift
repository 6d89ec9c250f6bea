import CMariaDB
import Failures
import Secrets
import SessionSetup

/// Provides the token of a link, and creates it only after the server has proved its name.
final class TokenGiver {
    private let token: @Sendable () throws(Failure) -> Secret
    /// The password, once it was asked for: the server may request it twice in one login.
    private var password: Secret?
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

extension TokenGiver {
    /// Answers a server's request for a password; without a challenge, with the whole password. Returns -1 for a method
    /// that is not used for passwords.
    func give(_ method: String, _ challenge: [UInt8]?, _ receive: (UnsafeRawBufferPointer) -> Int32) -> Int32 {
        guard let method = MySQLPassword.Method(rawValue: method) else { return -1 }
        let secret: Secret
        do throws(Failure) {
            if let password { secret = password } else { secret = try token() }
        } catch {
            problem = error
            return -1
        }
        password = secret
        let answer =
            challenge.map { MySQLPassword.answer(method, secret, challenge: $0) } ?? MySQLPassword.whole(secret)
        mayHaveGiven = true
        return answer.revealBytes(receive)
    }
}

func givePassword(
    _ context: UnsafeMutableRawPointer?, _ method: UnsafePointer<CChar>, _ challenge: UnsafePointer<UInt8>?,
    _ length: Int, _ carrier: UnsafeMutableRawPointer,
    _ give: @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer, Int) -> Int32
) -> Int32 {
    guard let context else { return -1 }
    let bytes = challenge.map { Array(UnsafeBufferPointer(start: $0, count: length)) }
    let giver = Unmanaged<TokenGiver>.fromOpaque(context).takeUnretainedValue()
    return giver.give(String(cString: method), bytes) { answer in
        answer.baseAddress.map { give(carrier, $0, answer.count) } ?? -1
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

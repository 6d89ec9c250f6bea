import CPlatform
import Failures
public import SQLCore
public import Threads

/// One try of a login: which address, which authorities, until when.
public struct LoginAttempt: Sendable {
    /// A number.
    public let address: String
    /// A PEM file.
    public let authorityFile: String
    /// On the monotonic clock, in nanoseconds.
    public let deadline: Int64

    /// Milliseconds until the deadline; 0 when it has passed.
    public var millisecondsLeft: Int32 {
        let left = deadline - qd_monotonic_nanoseconds()
        return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
    }
}

extension SessionPlan {
    /// Looks the name up and lets `attempt` log in, at one address after the other while nobody answers, and with all
    /// authorities where the remembered one does not vouch for the server.
    ///
    /// - Returns: What the attempt that succeeded returned.
    /// - Throws: The last attempt's error.
    public func logIn<Connection>(
        wake: WakeSignal, _ attempt: (LoginAttempt) throws(SessionError) -> Connection
    ) throws(SessionError) -> Connection {
        let start = qd_monotonic_nanoseconds()
        let end = start + Int64(connectTimeout) * 1_000_000_000
        let addresses = try AddressLookup.addresses(
            of: dialHost, within: Int32(clamping: connectTimeout * 1_000), wake: wake)
        let files = authorities.candidates(for: host)
        var last: SessionError?
        for (index, address) in addresses.enumerated() {
            let left = end - qd_monotonic_nanoseconds()
            let deadline = end - left * Int64(addresses.count - index - 1) / Int64(addresses.count - index)
            for (turn, file) in files.enumerated() {
                do throws(SessionError) {
                    return try attempt(LoginAttempt(address: address, authorityFile: file, deadline: deadline))
                } catch {
                    last = error
                    let mayBeForgotten = error.kind == .untrusted && turn + 1 < files.count
                    guard mayBeForgotten else { break }
                }
            }
            guard last?.kind == .unreachable else { break }
        }
        throw last ?? .connectCancelled
    }
}

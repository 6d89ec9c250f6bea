import CPlatform
import Failures
public import SQLWire
public import Threads

/// One attempt of a login: its address, authorities and deadline.
public struct LoginAttempt: Sendable {
    /// An IP address.
    public let address: String
    /// The port to dial.
    public let port: Int
    /// A PEM file.
    public let authorityFile: String
    /// In nanoseconds of the monotonic clock.
    public let deadline: Int64

    /// Milliseconds until the deadline; 0 when it has passed.
    public var millisecondsLeft: Int32 {
        let left = deadline - qd_monotonic_nanoseconds()
        return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
    }
}

extension SessionPlan {
    /// Logs in, and once more with another password when the server refuses the first one: it may have been rotated.
    ///
    /// - Throws: The last login's error; see `logInOnce`.
    public func logIn<Connection>(
        wake: WakeSignal, _ attempt: (LoginAttempt) throws(SessionError) -> Connection
    ) throws(SessionError) -> Connection {
        do throws(SessionError) {
            return try logInOnce(wake: wake, attempt)
        } catch {
            guard error.isWrongPassword, !wake.isRaised, renew(), !wake.isRaised else { throw error }
        }
        return try logInOnce(wake: wake, attempt)
    }

    /// Looks the name up and calls `attempt` for one address after the other until a server answers. If the remembered
    /// authority does not verify the server, it repeats the attempt with all authorities.
    ///
    /// - Returns: The result of the successful attempt.
    /// - Throws: The last attempt's error.
    private func logInOnce<Connection>(
        wake: WakeSignal, _ attempt: (LoginAttempt) throws(SessionError) -> Connection
    ) throws(SessionError) -> Connection {
        let start = qd_monotonic_nanoseconds()
        let (addresses, port) = try dialled(wake)
        let end = (tunnel == nil ? start : qd_monotonic_nanoseconds()) + Int64(connectTimeout) * 1_000_000_000
        let files = authorities.candidates(for: host)
        var last: SessionError?
        for (index, address) in addresses.enumerated() {
            let left = end - qd_monotonic_nanoseconds()
            let deadline = end - left * Int64(addresses.count - index - 1) / Int64(addresses.count - index)
            for (turn, file) in files.enumerated() {
                do throws(SessionError) {
                    return try attempt(
                        LoginAttempt(address: address, port: port, authorityFile: file, deadline: deadline))
                } catch {
                    last = error
                    let mayBeForgotten = error.kind == .untrusted && turn + 1 < files.count
                    guard mayBeForgotten else { break }
                }
            }
            guard last?.kind == .unreachable else { break }
        }
        throw explained(last ?? .connectCancelled, since: start)
    }

    /// The error with the message of the tunnel's program, which is more precise.
    private func explained(_ error: SessionError, since start: Int64) -> SessionError {
        guard error.kind == .unreachable, let trouble = tunnel?.trouble(since: start) else { return error }
        let why = [trouble.why, error.failure.why].compactMap { $0 }.joined(separator: "; ")
        return SessionError(
            .unreachable, Failure(error.failure.status, error.failure.what, why: why, next: trouble.next))
    }

    /// The address of the connection: the local end of the tunnel, or the addresses of the name.
    private func dialled(_ wake: WakeSignal) throws(SessionError) -> (addresses: [String], port: Int) {
        let limit = Int32(clamping: connectTimeout * 1_000)
        guard let tunnel else {
            return (try AddressLookup.addresses(of: dialHost, within: limit, wake: wake), dialPort)
        }
        onTunnel(true)
        defer { onTunnel(false) }
        do throws(Failure) {
            // Every hop needs time and has its own limit.
            let near = try tunnel.open(wake: wake, milliseconds: max(limit, 30_000))
            return ([near.host], near.port)
        } catch {
            throw error.status == .interrupted ? .connectCancelled : SessionError(.unreachable, error)
        }
    }
}

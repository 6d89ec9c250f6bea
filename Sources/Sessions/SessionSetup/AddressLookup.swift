import CPlatform
import Failures
import Glibc
public import SQLWire
import Threads

/// Looks up a host's addresses on a thread of its own, so that a name server that does not answer blocks no other
/// thread.
enum AddressLookup {
    /// The IP addresses in the order to try them; an IP address is returned as it is.
    static func addresses(of host: String, within milliseconds: Int32, wake: WakeSignal) throws(SessionError)
        -> [String]
    {
        var text = [CChar](repeating: 0, count: 2_048)
        let count = qd_addresses(host, milliseconds, wake.descriptor, &text, text.count)
        switch count {
        case -2: throw .connectCancelled
        case -1:
            throw SessionError(
                .unreachable,
                Failure(
                    .unavailable, "the address of \(host) was not found in time", why: "no name server answered",
                    next: "check the network and DNS of this machine: getent hosts \(host)"))
        case -3:
            throw SessionError(
                .unreachable,
                Failure(
                    .unavailable, "the address of \(host) was not found", why: "the name servers do not answer",
                    next: "check the network and DNS of this machine: getent hosts \(host)"))
        case ...0:
            if count == -4 || hasNoDescriptors {
                throw SessionError(
                    .unusable,
                    Failure(
                        .temporary, "this machine cannot look up the address of \(host)",
                        why: "it has no memory, thread or file descriptor to spare",
                        next: "ulimit -n; ulimit -u; free -m"))
            }
            throw SessionError(
                .unreachable,
                Failure(
                    .unavailable, "\(host) has no address", why: "DNS does not know the name from here",
                    next: "check the endpoint, or dial a tunnel with connect_to = \"127.0.0.1:PORT\""))
        default:
            return text.split(separator: 0, maxSplits: Int(count)).prefix(Int(count)).map { bytes in
                String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
    }
}

extension AddressLookup {
    /// Whether this process has no descriptor left: then the C library reports that the name does not exist.
    private static var hasNoDescriptors: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return true }
        close(descriptor)
        return false
    }
}

extension SessionError {
    /// The user cancelled a running login.
    public static var connectCancelled: SessionError {
        SessionError(.cancelled, Failure(.interrupted, "logging in was cancelled"))
    }
}

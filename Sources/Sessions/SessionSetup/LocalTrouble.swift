import Failures
import Glibc
public import SQLWire

extension SessionError {
    /// The error for a connection that failed on this machine; nil for an error of the network or the server.
    ///
    /// - Parameter code: The `errno` of `socket(2)`, `connect(2)` or `open(2)`.
    public static func local(_ code: Int32, _ plan: SessionPlan) -> SessionError? {
        func failure(_ why: String, _ next: String) -> SessionError {
            SessionError(
                .unusable,
                Failure(
                    .temporary, "this machine cannot open a connection to \(plan.dialled)", why: why, next: next))
        }
        switch code {
        case EMFILE:
            return failure("this process has as many files open as it may", "close sessions, or raise ulimit -n")
        case ENFILE:
            return failure("as many files are open as this machine allows", "sysctl fs.file-nr fs.file-max")
        case ENOMEM, ENOBUFS: return failure("there is no memory for it", "free some memory: free -m")
        case EADDRNOTAVAIL:
            return failure("there is no local port or address left for it", "ss -s shows how many are in use")
        case EPERM, EACCES:
            return failure("the system does not allow it", "check the local firewall (nft list ruleset)")
        default: return nil
        }
    }

    /// The error for unusable authorities.
    static func noAuthorities(_ plan: SessionPlan, because reason: String) -> SessionError {
        SessionError(
            .unusable,
            Failure(
                .badConfiguration, "the certificate authorities in \(plan.authorities.names) cannot be used",
                why: reason,
                next: "check ca_file: openssl x509 -noout -subject -in \(plan.authorities.file)"))
    }
}

/// A local address at which a relay accepts clients.
public enum RelayDoor: Sendable {
    /// A Unix socket at a path of at most 107 bytes, in a directory of mode 0700. The path must be free.
    case socket(String)
    /// A Unix socket that already listens, for instance one that systemd created; the relay closes it.
    case inherited(Int32)
    /// A loopback TCP port, where clients must prove the password; 0 lets the system choose the port.
    case port(Int, DoorPassword)

    /// The password that clients must prove.
    var password: DoorPassword? {
        switch self {
        case .socket, .inherited: nil
        case .port(_, let password): password
        }
    }
}

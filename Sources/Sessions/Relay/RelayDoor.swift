/// A place at which a relay's clients connect.
public enum RelayDoor: Sendable {
    /// A Unix socket at a path of at most 107 bytes, in a directory of mode 0700; nothing may stand there.
    case socket(String)
    /// A Unix socket that listens already, such as one that systemd has made; the relay closes it.
    case inherited(Int32)
    /// A TCP port on loopback, 0 for one that the system chooses; clients prove the password.
    case port(Int, DoorPassword)

    /// What clients have to prove.
    var password: DoorPassword? {
        switch self {
        case .socket, .inherited: nil
        case .port(_, let password): password
        }
    }
}

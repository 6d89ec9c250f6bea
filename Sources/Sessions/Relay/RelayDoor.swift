/// A place at which a relay's clients connect.
public enum RelayDoor: Sendable {
    /// A Unix socket at a path of at most 107 bytes, in a directory of mode 0700; nothing may stand there.
    case socket(String)
}

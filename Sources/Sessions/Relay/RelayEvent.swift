/// A connection's event, for an audit.
public enum RelayEvent: Sendable, Equatable {
    /// A client has signed in as a database user.
    case opened(user: String)
    /// A connection has ended, after some seconds and some bytes in both directions.
    case closed(user: String, seconds: Int, sentBytes: Int, receivedBytes: Int)
    /// The server refused the login; its message.
    case refused(user: String, String)
}

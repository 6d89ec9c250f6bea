public import Failures
public import SQLCore
public import Secrets

/// All that opening a session takes.
public struct SessionPlan: Sendable {
    /// The name that the certificate has to prove, which is also what the token is signed for.
    public var host: String
    /// What to dial: the host itself, or the near end of a tunnel.
    public var dialHost: String
    /// 1 to 65535.
    public var dialPort: Int
    /// The database user.
    public var user: String
    /// The database to open; nil leaves it to the server.
    public var database: String?
    /// Who may vouch for the server.
    public var authorities: Authorities
    /// Whether the server is to refuse writes.
    public var isReadOnly: Bool
    /// Whether only the program's own questions run in the session, which need no check against leaving read-only.
    public var asksForItself: Bool
    /// Seconds after which the server ends a statement.
    public var statementTimeout: Int?
    /// Seconds that looking the name up, dialling and logging in may take together.
    public var connectTimeout: Int
    /// Gives a token that is good for a login now.
    public var token: @Sendable () throws(Failure) -> Secret
    /// Called on the session's thread when an idle session turns out to be gone.
    public var onLoss: @Sendable (SessionError) -> Void

    /// A plan that dials the host itself on `port`.
    public init(
        host: String, port: Int, user: String, authorities: Authorities,
        token: @escaping @Sendable () throws(Failure) -> Secret
    ) {
        self.host = host
        dialHost = host
        dialPort = port
        self.user = user
        self.authorities = authorities
        self.token = token
        isReadOnly = false
        asksForItself = false
        connectTimeout = 10
        onLoss = { _ in }
    }

    /// The address as a message shows it.
    public var dialled: String {
        let place = dialHost.contains(":") ? "[\(dialHost)]:\(dialPort)" : "\(dialHost):\(dialPort)"
        return dialHost == host ? place : "\(place) for \(host)"
    }
}

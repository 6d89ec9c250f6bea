public import Failures
public import SQLWire
public import Secrets

/// The parameters of a session.
public struct SessionPlan: Sendable {
    /// The name that the certificate must prove; the token is signed for it, too.
    public var host: String
    /// The host to connect to: the endpoint itself, or the local end of a tunnel.
    public var dialHost: String
    /// 1 to 65535.
    public var dialPort: Int
    /// The tunnel of the connection, opened for each login.
    public var tunnel: (any SessionTunnel)?
    /// The database user.
    public var user: String
    /// The database to open; nil means the server's default.
    public var database: String?
    /// The accepted certificate authorities.
    public var authorities: Authorities
    /// Whether the server must refuse writes.
    public var isReadOnly: Bool
    /// Whether only the program's own queries run in the session, which need no check of the read-only mode.
    public var asksForItself: Bool
    /// The statement timeout in seconds.
    public var statementTimeout: Int?
    /// Seconds for name resolution, connecting and logging in together.
    public var connectTimeout: Int
    /// The name of the program that the server shows for the session.
    public var application = "quarterdeck"
    /// The person whom the server shows with the program.
    public var identity: SessionIdentity?
    /// What `token` returns.
    public var proof = LoginProof.token
    /// Called after a server has refused the password. Returns whether `token` returns another one now.
    public var renew: @Sendable () -> Bool = { false }
    /// Ends running calls of `token` and `renew`, because the user has cancelled the login.
    public var stopFetching: @Sendable () -> Void = {}
    /// Returns a token that is valid for a login now, or the password.
    public var token: @Sendable () throws(Failure) -> Secret
    /// Called on the session's thread when an idle session is lost.
    public var onLoss: @Sendable (SessionError) -> Void
    /// Called on the session's thread before and after the tunnel is opened.
    public var onTunnel: @Sendable (Bool) -> Void = { _ in }
    /// Called on the session's thread with notices and notifications that arrive while the session is idle; nil keeps
    /// them for the next statement.
    public var onMessages: (@Sendable ([ServerMessage]) -> Void)?

    /// A plan that connects to the host itself on `port`.
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

    /// `application` and `identity` as a PostgreSQL `application_name`.
    public var applicationName: String { identity?.name(of: application) ?? application }

    /// `application` and `identity` as a MySQL `program_name`.
    public var programName: String {
        identity?.name(of: application, limit: SessionIdentity.mySQLLimit) ?? application
    }

    /// The address for messages.
    public var dialled: String {
        let place = dialHost.contains(":") ? "[\(dialHost)]:\(dialPort)" : "\(dialHost):\(dialPort)"
        return dialHost == host ? place : "\(place) for \(host)"
    }
}

import Endpoints
import Failures
import Passwords
import Profiles
import Relay
import Secrets
import SessionSetup
import Threads
import TokenDelivery

/// Creates a relay to a cluster.
struct ClusterRelay: Sendable {
    let tokenSource: TokenSource

    /// Listens at `doors`.
    ///
    /// - Parameter report: Called with the reason of a failed connection, on another thread; the program gets the error
    ///   in its own protocol.
    func start(
        at doors: [RelayDoor], report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> DatabaseRelay {
        let (login, tokenSource) = (tokenSource.login, tokenSource)
        try tokenSource.session.requireTicket(for: tokenSource.cluster)
        var server = RelayedServer(
            login.engine == .mysql ? .mysql : .postgresql, endpoint: login.endpoint.host,
            authorityFile: try SessionFactory(tokenSource: tokenSource).authorities().file, user: login.user,
            database: login.database ?? (login.engine == .mysql ? nil : "postgres"), place: place)
        server.passwordUsers = Set(tokenSource.cluster.passwords.keys)
        server.otherUsers =
            (tokenSource.signsForOthers ? Set(tokenSource.cluster.users) : []).union(server.passwordUsers)
        server.isReadOnly = tokenSource.cluster.isReadOnly
        server.identity = tokenSource.session.identity(on: tokenSource.cluster)
        server.takesOptions = login.endpoint.kind != .proxy
        let tokens = UserTokens(tokenSource: tokenSource)
        let audit = tokenSource.audit
        return try DatabaseRelay(
            server: server, doors: doors, token: { try tokens.token(for: $0) },
            renew: { tokens.password(of: $0)?.renew() ?? false }, report: report,
            watch: { audit?.connection($0, login) })
    }

    private var place: @Sendable () throws(Failure) -> RelayedServer.Place {
        let (login, cluster, session) = (tokenSource.login, tokenSource.cluster, tokenSource.session)
        return { () throws(Failure) in
            let (addresses, port) = try session.dialled(cluster, login)
            return .addresses(addresses, port: port)
        }
    }
}

/// One live token, or password, for each database user of the clients.
private final class UserTokens: Sendable {
    private let tokenSource: TokenSource
    private let live = Locked<[String: LiveToken]>([:])
    private let passwords = Locked<[String: LivePassword]>([:])

    init(tokenSource: TokenSource) {
        self.tokenSource = tokenSource
    }

    /// The password of a user who has no token.
    func password(of user: String) -> LivePassword? {
        passwords.withLock { passwords in
            if let known = passwords[user] { return known }
            let password = tokenSource.signing(as: user).livePassword
            passwords[user] = password
            return password
        }
    }

    func token(for user: String) throws(Failure) -> Secret {
        if let password = password(of: user) { return try password.current() }
        let token = live.withLock { live in
            if let token = live[user] { return token }
            let tokenSource = tokenSource.signing(as: user)
            let token = LiveToken(isCurrent: tokenSource.isCurrent) { () throws(Failure) in try tokenSource.sign() }
            live[user] = token
            return token
        }
        return try token.current(now: tokenSource.session.now).secret
    }
}

import AWSCredentials
import Deck
import Failures
import Profiles
import ScreenKit
import SigV4
import Threads
import Timestamps
import TokenDelivery

/// Signs tokens for what a command's words mean.
struct TokenSource: Sendable {
    let session: Session
    /// The cluster, as the profile file or the flags describe it.
    let cluster: Cluster
    /// The login that tokens are for.
    let login: Login
    private let origin: Origin
    /// Whose credentials have signed the last token.
    private let signer = Locked<String?>(nil)

    /// Where tokens come from.
    private enum Origin: Sendable {
        /// They are signed here.
        case signing(CredentialIdentity, CredentialStore, TerminalInteraction)
        /// Somebody else has them.
        case given(@Sendable () throws(Failure) -> SignedToken)
    }

    /// Settles which login is meant; no credentials are looked up yet.
    ///
    /// - Parameter onEngine: Told the engine as soon as it is known.
    init(
        _ session: Session, _ options: ClusterOptions, onEngine: (Engine) -> Void = { _ in }
    ) throws(Failure) {
        let selection = try LoginSelection(session, options)
        let cluster = try selection.cluster(options)
        onEngine(cluster.engine)
        try self.init(selection, cluster, CredentialContext(session))
    }

    /// Settles the login into a cluster, with credentials that other mints may have found already.
    init(_ selection: LoginSelection, _ cluster: Cluster, _ context: CredentialContext) throws(Failure) {
        session = selection.session
        self.cluster = cluster
        let choice = selection.profileChoice(cluster)
        login = try selection.login(
            cluster,
            CredentialLookup(
                choice: choice, environment: session.environment, files: context.files, now: session.now))
        origin = .signing(
            CredentialIdentity(choice, region: login.region), context.store, context.interaction)
    }

    /// Looks the credentials up now, with what has to be asked of the user, because another program is about to have the
    /// terminal. A failure is told when a token is needed.
    ///
    /// - Throws: A `Failure` when the user interrupts.
    func askNow() throws(Failure) {
        guard case .signing(let identity, let store, let interaction) = origin else { return }
        do throws(Failure) {
            _ = try store.credentials(for: identity)
        } catch {
            guard error.status != .interrupted else { throw error }
        }
        interaction.end()
    }

    /// Tokens for a login that is settled, from `source`.
    init(
        _ session: Session, _ cluster: Cluster, _ login: Login,
        source: @escaping @Sendable () throws(Failure) -> SignedToken
    ) {
        self.session = session
        self.cluster = cluster
        self.login = login
        origin = .given(source)
    }

    /// Whether tokens for other database users of the cluster can be signed, too.
    var signsForOthers: Bool {
        if case .signing = origin { true } else { false }
    }

    /// Tokens for another database user of the cluster.
    func signing(as user: String) -> TokenSource {
        guard user != login.user, signsForOthers else { return self }
        return TokenSource(session, cluster, login.changing(user: user), origin)
    }

    private init(_ session: Session, _ cluster: Cluster, _ login: Login, _ origin: Origin) {
        self.session = session
        self.cluster = cluster
        self.login = login
        self.origin = origin
    }

    /// Whether the last token's credentials are still the ones that would sign. One that somebody else has is asked for
    /// each time.
    @Sendable func isCurrent() -> Bool {
        guard case .signing(let identity, let store, _) = origin, let now = store.identity(of: identity) else {
            return false
        }
        return now == signer.withLock { $0 }
    }

    /// A fresh token, or one that is as good. Warnings about the credentials go to standard error.
    func sign() throws(Failure) -> SignedToken {
        let (identity, store): (CredentialIdentity, CredentialStore)
        switch origin {
        case .given(let source): return try source()
        case .signing(let whose, let all, _): (identity, store) = (whose, all)
        }
        let found = try store.credentials(for: identity)
        found.warnings.forEach(ErrorReport.warn)
        signer.withLock { $0 = found.identity }
        // After the search, which may have waited for a code.
        let now = session.now
        let token = try SignedToken(signing: login, with: found.credentials, at: now)
        let expiry = token.expiry
        if expiry.limitedBy == .credentials {
            ErrorReport.warn(
                "the token ends with its credentials at \(expiry.expiresAt.clock) UTC, in \(CountdownText.of(expiry.secondsLeft(at: now)))"
            )
        }
        return token
    }
}

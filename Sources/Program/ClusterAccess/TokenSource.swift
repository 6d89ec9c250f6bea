import AWSCredentials
import Console
package import Failures
package import Passwords
package import Profiles
import ScreenKit
import SigV4
import Threads
import Timestamps
package import TokenDelivery

/// Signs tokens for the login of a command.
package struct TokenSource: Sendable {
    /// Determines a cluster's token source, which may read files.
    package typealias Lookup = @Sendable () throws(Failure) -> TokenSource

    package let session: Session
    /// The cluster from the profile file or the flags.
    package let cluster: Cluster
    /// The login of the tokens.
    package let login: Login
    /// The audit of signed tokens and sessions; nil where another part of the program writes it.
    package let audit: AuditWriter?
    private let origin: Origin
    /// The standard passwords of users who log in without a token.
    private let passwords: PasswordStore?
    /// The identity that signed the last token.
    private let signer = Locked<String?>(nil)

    /// The origin of the tokens.
    private enum Origin: Sendable {
        /// Signed by this program.
        case signing(CredentialIdentity, CredentialStore, TerminalInteraction)
        /// Provided by a closure.
        case given(@Sendable () throws(Failure) -> SignedToken)
    }

    /// Determines the login without searching credentials.
    ///
    /// - Parameter onEngine: Called with the engine as soon as it is known.
    package init(
        _ session: Session, _ options: ClusterChoice, onEngine: (Engine) -> Void = { _ in }
    ) throws(Failure) {
        let selection = try LoginSelection(session, options)
        let cluster = try selection.cluster(options)
        onEngine(cluster.engine)
        try self.init(selection, cluster, CredentialContext(session))
    }

    /// Determines the login to a cluster, with credentials shared with other token sources.
    package init(_ selection: LoginSelection, _ cluster: Cluster, _ context: CredentialContext) throws(Failure) {
        session = selection.session
        self.cluster = cluster
        let choice = selection.profileChoice(cluster)
        login = try selection.login(
            cluster,
            CredentialLookup(
                choice: choice, environment: session.environment, files: context.files, now: session.now))
        audit = context.audit
        passwords = context.passwords
        origin = .signing(
            CredentialIdentity(choice, region: login.region), context.store, context.interaction)
    }

    /// Searches the credentials now, with prompts, because another program will use the terminal. A failure is reported
    /// when a token is needed.
    ///
    /// - Throws: A `Failure` when the user interrupts.
    package func askNow() throws(Failure) {
        if let live = livePassword {
            do throws(Failure) {
                _ = try live.current()
            } catch {
                guard error.status != .interrupted else { throw error }
            }
            if case .signing(_, _, let interaction) = origin { interaction.end() }
            return
        }
        guard case .signing(let identity, let store, let interaction) = origin else { return }
        do throws(Failure) {
            _ = try store.credentials(for: identity)
        } catch {
            guard error.status != .interrupted else { throw error }
        }
        interaction.end()
    }

    /// Tokens from `source` for a given login.
    ///
    /// - Parameter audit: The audit of its sessions and connections; `source` records its tokens itself.
    package init(
        _ session: Session, _ cluster: Cluster, _ login: Login, _ audit: AuditWriter? = nil,
        passwords: PasswordStore? = nil,
        source: @escaping @Sendable () throws(Failure) -> SignedToken
    ) {
        self.session = session
        self.cluster = cluster
        self.login = login
        self.audit = audit
        self.passwords = passwords
        origin = .given(source)
    }

    /// Whether it can sign tokens for other database users of the cluster.
    var signsForOthers: Bool {
        if case .signing = origin { true } else { false }
    }

    /// The password that the login needs instead of a token; nil when it needs a token.
    package var passwordRequest: PasswordRequest? {
        passwords == nil ? nil : PasswordRequest(cluster, user: login.user)
    }

    /// The password of the login's sessions; nil when the login needs a token.
    package var livePassword: LivePassword? {
        guard let passwords, let request = passwordRequest else { return nil }
        return LivePassword(passwords, request)
    }

    /// Tokens for another database user of the cluster, or the user's password.
    package func signing(as user: String) -> TokenSource {
        guard user != login.user, signsForOthers || cluster.passwords[user] != nil else { return self }
        return TokenSource(session, cluster, login.changing(user: user), origin, audit, passwords)
    }

    private init(
        _ session: Session, _ cluster: Cluster, _ login: Login, _ origin: Origin, _ audit: AuditWriter?,
        _ passwords: PasswordStore?
    ) {
        self.passwords = passwords
        self.session = session
        self.cluster = cluster
        self.login = login
        self.origin = origin
        self.audit = audit
    }

    /// Whether the identity of the last token is still the current one. A provided token is requested each time.
    @Sendable func isCurrent() -> Bool {
        guard case .signing(let identity, let store, _) = origin, let now = store.identity(of: identity) else {
            return false
        }
        return now == signer.withLock { $0 }
    }

    /// A fresh token, or an equivalent one. Warnings about the credentials go to standard error.
    ///
    /// - Parameter lifetime: The token's lifetime in seconds; nil for the usual 900.
    /// - Throws: Also for a user who logs in with a password, and for a lifetime that the service refuses.
    package func sign(lifetime: Int? = nil) throws(Failure) -> SignedToken {
        if let lifetime { try login.check(lifetime: lifetime) }
        if let request = passwordRequest { throw Self.noToken(request) }
        let (identity, store): (CredentialIdentity, CredentialStore)
        switch origin {
        case .given(let source): return try source()
        case .signing(let whose, let all, _): (identity, store) = (whose, all)
        }
        let found = try store.credentials(for: identity)
        found.warnings.forEach(ErrorReport.warn)
        signer.withLock { $0 = found.identity }
        // Read after the search, which may have waited for a code.
        let now = session.now
        let token = try SignedToken(
            signing: login, with: found.credentials, at: now, lifetime: lifetime ?? TokenRequest.longestRDSLifetime)
        audit?.signed(token, with: found)
        let expiry = token.expiry
        if expiry.limitedBy == .credentials {
            ErrorReport.warn(
                "the token ends with its credentials at \(expiry.expiresAt.clock) UTC, in \(CountdownText.of(expiry.secondsLeft(at: now)))"
            )
        }
        return token
    }
}

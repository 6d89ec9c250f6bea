import AWSCredentials
import Failures
import Handover
import Profiles
import SigV4
import Timestamps

/// Signs tokens for what a command's words mean.
struct TokenMint: Sendable {
    let session: Session
    /// The cluster, as the profile file or the flags describe it.
    let cluster: Cluster
    /// The login that tokens are for.
    let login: Login
    private let identity: CredentialIdentity
    private let store: CredentialStore
    private let interaction: TerminalInteraction

    /// Settles which login is meant; no credentials are looked up yet.
    ///
    /// - Parameter onEngine: Told the engine as soon as it is known.
    init(
        _ session: Session, _ options: ClusterOptions, onEngine: (Engine) -> Void = { _ in }
    ) throws(Failure) {
        let selection = try LoginSelection(session, options)
        self.session = session
        cluster = try selection.cluster(options)
        onEngine(cluster.engine)
        let choice = selection.profileChoice(cluster)
        let files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        login = try selection.login(
            cluster,
            CredentialLookup(choice: choice, environment: session.environment, files: files, now: session.now))
        identity = CredentialIdentity(choice, region: login.region)
        interaction = TerminalInteraction(session.environment)
        store = CredentialStore(
            session.environment, services: CredentialServices(interaction: interaction), files: files)
    }

    /// Looks the credentials up now, with what has to be asked of the user, because another program is about to have the
    /// terminal. A failure is told when a token is needed.
    ///
    /// - Throws: A `Failure` when the user interrupts.
    func askNow() throws(Failure) {
        do throws(Failure) {
            _ = try store.credentials(for: identity)
        } catch {
            guard error.status != .interrupted else { throw error }
        }
        interaction.end()
    }

    /// A fresh token. Warnings about the credentials go to standard error.
    func sign() throws(Failure) -> SignedToken {
        let found = try store.credentials(for: identity)
        found.warnings.forEach(ErrorReport.warn)
        guard let request = login.tokenRequest else {
            throw Failure(.internalError, "no token can be requested for \(login.cluster)")
        }
        // After the search, which may have waited for a code.
        let now = session.now
        var signer = TokenSigner()
        let secret = signer.sign(request, with: found.credentials, at: now)
        let expiry = EffectiveExpiry(
            issuedAt: now, lifetime: request.lifetime, credentialsExpireAt: found.credentials.expiration)
        if expiry.limitedBy == .credentials {
            ErrorReport.warn(
                "the token ends with its credentials at \(expiry.expiresAt.clock) UTC, in \(Countdown.text(expiry.secondsLeft(at: now)))"
            )
        }
        return SignedToken(login: login, secret: secret, expiry: expiry)
    }
}

/// Time left as people read it.
enum Countdown {
    /// `mm:ss`, or `h:mm:ss` from an hour on.
    static func text(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(two(minutes)):\(two(rest))"
    }
}

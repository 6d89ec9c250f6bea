import AWSCredentials
import BlockingExecutor
import Failures
import Handover
import Profiles
import QuarterdeckCore
import SigV4
import Timestamps

/// Signs tokens for what a command's words mean.
struct TokenMint: Sendable {
    let session: Session
    /// The cluster, as the profile file or the flags describe it.
    let cluster: Cluster
    /// The login that tokens are for.
    let login: Login
    /// Where tokens come from instead of being signed here.
    private let source: (@Sendable () throws(Failure) -> SignedToken)?
    private let choice: CredentialLookup.ProfileChoice
    /// The AWS files as they were a moment ago, for the first token; later ones see what has changed.
    private let files: Locked<AWSFiles?>

    /// Settles which login is meant; no credentials are looked up yet.
    ///
    /// - Parameter onEngine: Told the engine as soon as it is known.
    init(
        _ session: Session, _ options: ClusterOptions, onEngine: (Engine) -> Void = { _ in }
    ) throws(Failure) {
        let selection = try LoginSelection(session, options)
        self.session = session
        source = nil
        cluster = try selection.cluster(options)
        onEngine(cluster.engine)
        choice = selection.profileChoice(cluster)
        let files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        self.files = Locked(files)
        login = try selection.login(cluster, Self.lookup(choice, session, files))
    }

    /// Tokens for a login that is settled, from `source`.
    init(
        _ session: Session, _ cluster: Cluster, _ login: Login,
        source: @escaping @Sendable () throws(Failure) -> SignedToken
    ) {
        self.session = session
        self.cluster = cluster
        self.login = login
        self.source = source
        choice = .environment
        files = Locked(nil)
    }

    /// A fresh token, or one that is as good. Warnings about the credentials go to standard error.
    func sign() throws(Failure) -> SignedToken {
        if let source { return try source() }
        let atHand = files.withLock { files in
            defer { files = nil }
            return files
        }
        let files = if let atHand { atHand } else { try AWSFiles(reading: session.environment) }
        let lookup = Self.lookup(choice, session, files)
        let found = try ProviderChain.standard.resolve(lookup)
        found.warnings.forEach(ErrorReport.warn)
        let now = lookup.now
        let token = try SignedToken(signing: login, with: found.credentials, at: now)
        let expiry = token.expiry
        if expiry.limitedBy == .credentials {
            ErrorReport.warn(
                "the token ends with its credentials at \(expiry.expiresAt.clock) UTC, in \(CountdownText.of(expiry.secondsLeft(at: now)))"
            )
        }
        return token
    }

    private static func lookup(
        _ choice: CredentialLookup.ProfileChoice, _ session: Session, _ files: AWSFiles
    ) -> CredentialLookup {
        CredentialLookup(choice: choice, environment: session.environment, files: files, now: session.now)
    }
}

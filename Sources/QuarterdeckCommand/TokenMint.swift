import AWSCredentials
import BlockingExecutor
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
        cluster = try selection.cluster(options)
        onEngine(cluster.engine)
        choice = selection.profileChoice(cluster)
        let files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        self.files = Locked(files)
        login = try selection.login(cluster, Self.lookup(choice, session, files))
    }

    /// A fresh token. Warnings about the credentials go to standard error.
    func sign() throws(Failure) -> SignedToken {
        let atHand = files.withLock { files in
            defer { files = nil }
            return files
        }
        let files = if let atHand { atHand } else { try AWSFiles(reading: session.environment) }
        let lookup = Self.lookup(choice, session, files)
        let found = try ProviderChain.standard.resolve(lookup)
        found.warnings.forEach(ErrorReport.warn)
        guard let request = login.tokenRequest else {
            throw Failure(.internalError, "no token can be requested for \(login.cluster)")
        }
        let now = lookup.now
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

    private static func lookup(
        _ choice: CredentialLookup.ProfileChoice, _ session: Session, _ files: AWSFiles
    ) -> CredentialLookup {
        CredentialLookup(choice: choice, environment: session.environment, files: files, now: session.now)
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

import AWSCredentials
import Failures
import Handover
import Profiles
import SigV4
import Timestamps

/// Signs a token for what a command's words mean.
enum TokenMint {
    /// A fresh token. Warnings about the credentials go to standard error.
    static func sign(_ session: Session, _ options: ClusterOptions) throws -> SignedToken {
        let selection = try LoginSelection(session, options)
        let cluster = try selection.cluster(options)
        let files = try AWSFiles(reading: session.environment)
        let now = session.now
        let lookup = CredentialLookup(
            choice: selection.profileChoice(cluster), environment: session.environment, files: files, now: now)
        let login = try selection.login(cluster, lookup)
        let found = try ProviderChain.standard.resolve(lookup)
        (files.warnings + found.warnings).forEach(ErrorReport.warn)
        guard let request = login.tokenRequest else {
            throw Failure(.internalError, "no token can be requested for \(login.cluster)")
        }
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

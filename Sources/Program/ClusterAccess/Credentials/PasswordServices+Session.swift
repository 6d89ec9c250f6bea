import AWSCalls
package import AWSCredentials
package import Failures
package import Passwords
import Profiles
package import Secrets
import SigV4

extension PasswordServices {
    /// The services of an invocation: secrets are read with the AWS credentials of the cluster.
    package init(
        _ session: Session, _ store: CredentialStore,
        ask: @escaping @Sendable (PasswordRequest) throws(Failure) -> Secret,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.init(
            secretText: { name, request throws(Failure) in try Self.text(name, request, session, store) }, ask: ask,
            tell: { line, request in
                tell("command for the password of \(request.user) on \(request.cluster.name): \(line)")
            },
            variables: { session.environment.variables })
    }

    private static func text(
        _ name: String, _ request: PasswordRequest, _ session: Session, _ store: CredentialStore
    ) throws(Failure) -> Secret {
        let choice = LoginSelection(session, profiles: .empty).profileChoice(request.cluster)
        let region = session.options.region ?? request.cluster.region
        let found = try store.credentials(for: CredentialIdentity(choice, region: region))
        let lookup = CredentialLookup(
            choice: choice, environment: session.environment, files: try AWSFiles(reading: session.environment),
            now: session.now, region: region)
        do throws(AWSRefusal) {
            return try SecretValue.text(
                name, region: region, AWSClient(lookup, credentials: found.credentials, attempts: 3))
        } catch {
            let next =
                switch error.kind {
                case .denied:
                    "allow secretsmanager:GetSecretValue on it, and kms:Decrypt on its key, to "
                        + found.credentials.maskedAccessKeyID
                case .notFound: "correct `passwords` of \(request.cluster.name), or the region of the secret"
                default: PasswordAdvice.look(request)
                }
            throw error.failure("the secret \(name) cannot be read", next: next)
        }
    }
}

extension TokenSource {
    /// The refusal of everything that needs a token of a user who logs in with a password.
    package static func noToken(_ request: PasswordRequest) -> Failure {
        let (cluster, user) = (request.cluster.name, request.user)
        return Failure(
            .badConfiguration, "there is no token for \(user) on \(cluster)",
            why: "\(user) logs in with a password from \(request.origin.description)",
            next: "quarterdeck sql \(cluster) --user \(user), or name a user without a password: --user NAME")
    }
}

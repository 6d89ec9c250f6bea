public import Failures
import JSON
import SigV4
import Timestamps

/// The credentials of `aws login`. The login lasts up to twelve hours, its keys last fifteen minutes. The AWS CLI renews
/// them: a second program that used the refresh token, which works once, would end the login.
///
/// Source: `botocore.credentials.LoginProvider`.
public struct LoginSessionProvider: CredentialProvider {
    public let name = "aws login"

    /// The number of seconds before expiry from which the AWS CLI renews the keys. Source:
    /// `botocore.credentials.LoginCredentialFetcher`.
    private static let renewalSeconds: Int64 = 300
    private static let patience = 30_000

    public init() {}

    /// Reads the session's file. Runs the AWS CLI, at most half a minute and without a terminal, when the keys expire in
    /// less than five minutes.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard let session = lookup.files.merged("login_session", of: lookup.profile) else {
            return .absent(CredentialTrail.notConfigured)
        }
        let file = LoginSessionFile(lookup, session: session.text)
        let kept = try file.keys()
        var (credentials, warnings) = (kept, [String]())
        if isDue(kept, lookup) {
            do throws(Failure) {
                credentials = try renewed(file, lookup)
            } catch {
                guard let end = kept.expiration, end > lookup.services.clock(), error.status != .interrupted else {
                    throw error
                }
                let reason = error.why.map { ", because \($0)" } ?? ""
                let advice = error.next.map { "; try \($0)" } ?? ""
                warnings = ["\(error.what)\(reason). Its keys end at \(end.rfc3339)\(advice)"]
            }
        }
        var found = FoundCredentials(
            credentials: credentials, source: "aws login of profile \(lookup.profile)", warnings: warnings,
            isRenewable: true, setup: session.text)
        // The file does not say when the login ends, at most twelve hours after it began.
        let moves = warnings.isEmpty && AWSCommand.path(lookup.environment) != nil ? Self.renewalSeconds : nil
        found.access = credentials.expiration.map { AccessWindow(source: "aws login", end: $0, movesBefore: moves) }
        return .found(found)
    }

    private func isDue(_ keys: Credentials, _ lookup: CredentialLookup) -> Bool {
        keys.expiration.map { $0.seconds(since: lookup.services.clock()) < Self.renewalSeconds } ?? false
    }

    private func renewed(_ file: LoginSessionFile, _ lookup: CredentialLookup) throws(Failure) -> Credentials {
        guard let program = AWSCommand.path(lookup.environment) else {
            throw Failure(
                .notPermitted, "the keys of the login of profile \"\(file.profile)\" are not renewed",
                why: "only the AWS CLI (2.32 or later) can renew them, and PATH has no program aws",
                next: "any AWS CLI command renews them, for instance aws sts get-caller-identity\(file.flag); a "
                    + "browser is needed only after the login has ended, at most 12 hours after aws login\(file.flag)",
                cause: .credentialsExpired)
        }
        return try file.alone { () throws(Failure) in
            // Another Quarterdeck or an AWS CLI command may have renewed them meanwhile.
            let latest = try file.keys()
            guard isDue(latest, lookup) else { return latest }
            let words = [
                program, "configure", "export-credentials", "--profile", file.profile, "--format", "process",
            ]
            let run = CredentialProcess(words: words, mayAsk: false, patience: Self.patience)
            let keys = try printed(by: run, file, lookup)
            lookup.note("AWS CLI", "renewed" + (keys.expiration.map { ": good until \($0.rfc3339)" } ?? ""))
            return keys
        }
    }

    private func printed(
        by run: CredentialProcess, _ file: LoginSessionFile, _ lookup: CredentialLookup
    ) throws(Failure) -> Credentials {
        func refusal(_ status: ExitStatus, _ why: String, _ next: String, _ cause: Cause) -> Failure {
            Failure(
                status, "the login of profile \"\(file.profile)\" cannot be renewed", why: why, next: next, cause: cause
            )
        }
        do throws(Failure) {
            let text = try run.run(lookup)
            let flawed = { (flaw: String) in
                refusal(
                    .notPermitted, "\(run.words[0]) configure export-credentials: \(flaw)",
                    "aws sts get-caller-identity\(file.flag)", .credentialsExpired)
            }
            guard let json = JSONValue(text) else { throw flawed("its output is not JSON") }
            return try ReplyKeys(json).credentials(flawed)
        } catch {
            guard error.cause == nil, error.status != .interrupted else { throw error }
            // A program that ended by itself gave its reason; one that was ended says nothing about the login.
            let hasAnswered = error.status == .notPermitted
            throw refusal(
                error.status, error.why ?? error.what,
                hasAnswered ? "aws login\(file.flag)" : "aws sts get-caller-identity\(file.flag)",
                hasAnswered ? .loginExpired : .credentialsExpired)
        }
    }
}

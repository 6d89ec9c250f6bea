public import Failures
import JSON
import Secrets
import SigV4

/// The profile's program that prints credentials.
///
/// Source: `botocore.credentials.ProcessProvider`; AWS SDKs Reference Guide, "Process credential provider".
public struct ProcessProvider: CredentialProvider {
    public let name = "credential process"

    public init() {}

    /// Runs the program for at most one minute.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard let command = lookup.files.merged("credential_process", of: lookup.profile) else {
            return .absent(CredentialTrail.notConfigured)
        }
        guard let words = ShellWords.split(command.text), let program = words.first else {
            throw Failure(
                .badConfiguration, "the credential process cannot be run",
                why: "\(command.place) is empty, or a quotation mark in it is not closed",
                next: "correct credential_process")
        }
        let printed = try CredentialProcess(words: words).run(lookup)
        func refuse(_ flaw: String) -> Failure {
            Failure(
                .notPermitted, "the credential process gave no credentials", why: "\(program): \(flaw)",
                next: "run it by hand to see what it prints")
        }
        guard let json = JSONValue(printed) else { throw refuse("what it printed is not JSON") }
        guard case .number(let version)? = json["Version"], Double(version) == 1 else {
            throw refuse("the Version of what it printed is not 1")
        }
        let credentials = try ReplyKeys(json).credentials(needsToken: false, needsExpiration: false, refuse)
        return .found(
            FoundCredentials(
                credentials: credentials, source: "credential process of profile \(lookup.profile)",
                isRenewable: credentials.expiration != nil,
                // Only the keys themselves identify their owner.
                setup: credentials.accessKeyID))
    }
}

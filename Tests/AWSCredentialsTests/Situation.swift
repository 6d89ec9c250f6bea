import AWSCredentials
import Failures
import TestSupport
import Timestamps

/// A machine's variables and AWS files, and who asks for which profile.
struct Situation: Encodable {
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var profile: String?

    static let now = Timestamp(secondsSince1970: 1_795_270_111)

    /// What Quarterdeck finds there.
    func resolve(
        _ choice: CredentialLookup.ProfileChoice? = nil, chain: ProviderChain = .standard
    ) throws -> ResolvedCredentials {
        let folder = try TemporaryDirectory()
        var variables = environment
        variables["AWS_CONFIG_FILE"] = try folder.write(config, to: "config")
        variables["AWS_SHARED_CREDENTIALS_FILE"] = try folder.write(credentials, to: "credentials")
        let environment = AWSEnvironment(variables: variables, home: folder.path)
        let lookup = CredentialLookup(
            choice: choice ?? profile.map { .flag($0) } ?? .environment, environment: environment,
            files: try AWSFiles(reading: environment), now: Self.now)
        return try chain.resolve(lookup)
    }

    /// The failure that the search ends with.
    func failure(_ choice: CredentialLookup.ProfileChoice? = nil) -> Failure? {
        do {
            _ = try resolve(choice)
            return nil
        } catch {
            return error as? Failure
        }
    }
}

/// The environment of the simplest case.
let plainKeys = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "SECRET"]

import AWSCredentials
import Failures
import TestSupport
import Threads
import Timestamps

/// A machine's variables and AWS files, and the profile choice.
struct Situation: Encodable {
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var profile: String?
    /// Further files in the home directory by path.
    var files: [String: String] = [:]

    static let now = Timestamp(secondsSince1970: 1_795_270_111)

    /// Quarterdeck's result on this machine.
    func resolve(
        _ choice: CredentialLookup.ProfileChoice? = nil, chain: ProviderChain = .standard,
        interaction: any CredentialInteraction = NoInteraction(), now: Timestamp = Situation.now
    ) throws -> ResolvedCredentials {
        try explain(choice, chain: chain, interaction: interaction, now: now).outcome.get()
    }

    /// The search with its trail, whatever its outcome.
    func explain(
        _ choice: CredentialLookup.ProfileChoice? = nil, chain: ProviderChain = .standard,
        interaction: any CredentialInteraction = NoInteraction(), now: Timestamp = Situation.now,
        home: TemporaryDirectory? = nil, cancel: WakeSignal? = nil
    ) throws -> CredentialExplanation {
        let folder = try home ?? TemporaryDirectory()
        let environment = try install(in: folder)
        let services = CredentialServices(
            transport: LoopbackTransport(variables: environment.variables), interaction: interaction, clock: { now },
            cancel: cancel)
        return chain.explain(
            CredentialLookup(
                choice: choice ?? profile.map { .flag($0) } ?? .environment, environment: environment,
                files: try AWSFiles(reading: environment), now: now, services: services))
    }

    /// Writes the files; `~` in variables and files stands for `folder`.
    func install(in folder: TemporaryDirectory) throws -> AWSEnvironment {
        // The real metadata service is never queried; a test of it names one on loopback.
        var variables = ["AWS_EC2_METADATA_DISABLED": "true"].merging(environment) { _, own in own }
        variables = variables.mapValues { $0.replacing("~", with: folder.path) }
        variables["AWS_CONFIG_FILE"] = try folder.write(config.replacing("~", with: folder.path), to: "config")
        variables["AWS_SHARED_CREDENTIALS_FILE"] = try folder.write(
            credentials.replacing("~", with: folder.path), to: "credentials")
        for (path, text) in files { try folder.write(text, to: path) }
        return AWSEnvironment(variables: variables, home: folder.path)
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

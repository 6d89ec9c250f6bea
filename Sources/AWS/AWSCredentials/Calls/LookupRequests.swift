import Threads
import CPlatform
import Failures
import HTTP

extension CredentialLookup {
    /// Sends a request as environment and profile say.
    func send(_ request: HTTPRequest) throws(HTTPFault) -> HTTPReply {
        let transport =
            services.transport
            ?? CurlTransport(
                variables: environment.variables,
                authorities: (environment["AWS_CA_BUNDLE"] ?? setting("ca_bundle")).map(environment.path))
        return try transport.send(request, cancel: services.cancel)
    }

    /// Sends a request; answers how that went.
    func outcome(of request: HTTPRequest) -> Result<HTTPReply, HTTPFault> {
        do throws(HTTPFault) {
            return .success(try send(request))
        } catch {
            return .failure(error)
        }
    }

    /// A key of the profile that settings are taken from.
    func setting(_ key: String) -> String? {
        files.value(key, of: settingsProfile)?.text
    }

    /// A setting by its variable, or else by its key in the profile.
    func setting(_ variable: String, _ key: String) -> String? {
        environment[variable] ?? setting(key)
    }

    /// Whether a setting is `true`, however it is written. Source: `botocore.utils.ensure_boolean`.
    func isOn(_ variable: String, _ key: String) -> Bool {
        setting(variable, key)?.lowercased() == "true"
    }

    /// Waits, unless the search is ended meanwhile.
    ///
    /// - Throws: A `Failure` with status `interrupted`.
    func pause(milliseconds: Int32) throws(Failure) {
        guard qd_wait(-1, 0, services.cancel?.descriptor ?? -1, milliseconds) != 2 else {
            throw Failure(.interrupted, "interrupted")
        }
    }
}

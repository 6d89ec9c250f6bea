import CPlatform
import Failures
import HTTP
import Threads

extension CredentialLookup {
    /// Sends a request with the transport settings of environment and profile.
    func send(_ request: HTTPRequest) throws(HTTPFault) -> HTTPReply {
        let transport =
            services.transport
            ?? CurlTransport(
                variables: environment.variables,
                authorities: (environment["AWS_CA_BUNDLE"] ?? setting("ca_bundle")).map(environment.path))
        return try transport.send(request, cancel: services.cancel)
    }

    /// Sends a request and returns the result as a value.
    func outcome(of request: HTTPRequest) -> Result<HTTPReply, HTTPFault> {
        do throws(HTTPFault) {
            let reply = try send(request)
            if let fault = Interception.fault(reply, from: request.url) { return .failure(fault) }
            return .success(reply)
        } catch {
            return .failure(error)
        }
    }

    /// The maximum number of attempts for a request.
    private static let attempts = 3

    /// Sends a request to a service and repeats it after a transient failure.
    ///
    /// Source: botocore's `_retry.json`: connection errors, 429, 500, 502, 503, 504, 509.
    ///
    /// - Parameters:
    ///   - request: Creates the request anew for each attempt, because signatures contain the time.
    ///   - isPassing: Whether a reply is another transient failure.
    func outcome(
        retrying request: () -> HTTPRequest, isPassing: (HTTPReply) -> Bool = { _ in false }
    ) throws(Failure) -> Result<HTTPReply, HTTPFault> {
        var last = outcome(of: request())
        for attempt in 1..<Self.attempts {
            switch last {
            case .success(let reply) where !reply.isPassing && !isPassing(reply): return last
            // After a time-out the user has waited long enough; there is no further attempt.
            case .failure(let fault) where !fault.isPassing || fault.isLate: return last
            case .success, .failure: try pause(milliseconds: 200 << Int32(attempt))
            }
            last = outcome(of: request())
        }
        return last
    }

    /// A key of the profile that settings are read from.
    func setting(_ key: String) -> String? {
        files.value(key, of: settingsProfile)?.text
    }

    /// The value of a setting's variable, or else of its key in the profile.
    func setting(_ variable: String, _ key: String) -> String? {
        environment[variable] ?? setting(key)
    }

    /// Whether a setting is `true`, in any letter case. Source: `botocore.utils.ensure_boolean`.
    func isOn(_ variable: String, _ key: String) -> Bool {
        // An empty variable means false, whatever the file says.
        (environment.variables[variable] ?? setting(key))?.lowercased() == "true"
    }

    /// Waits; cancelling the search ends the wait.
    ///
    /// - Throws: A `Failure` with status `interrupted`.
    func pause(milliseconds: Int32) throws(Failure) {
        guard qd_wait(-1, 0, services.cancel?.descriptor ?? -1, milliseconds) != 2 else {
            throw Failure(.interrupted, "interrupted")
        }
    }
}

extension HTTPReply {
    /// Whether a retry of the same request may succeed.
    var isPassing: Bool { status == 429 || status >= 500 }
}

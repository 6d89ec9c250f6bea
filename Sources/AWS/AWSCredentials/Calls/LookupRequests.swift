import CPlatform
import Failures
import HTTP
import Threads

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
            let reply = try send(request)
            if let fault = Interception.fault(reply, from: request.url) { return .failure(fault) }
            return .success(reply)
        } catch {
            return .failure(error)
        }
    }

    /// The most times that a request is sent to a service.
    private static let attempts = 3

    /// Sends a request to a service, and again after what passes by itself.
    ///
    /// Source: botocore's `_retry.json`: connection errors, 429, 500, 502, 503, 504, 509.
    ///
    /// - Parameters:
    ///   - request: Makes the request anew each time, as signatures tell the time.
    ///   - isPassing: What else of a reply passes by itself.
    func outcome(
        retrying request: () -> HTTPRequest, isPassing: (HTTPReply) -> Bool = { _ in false }
    ) throws(Failure) -> Result<HTTPReply, HTTPFault> {
        var last = outcome(of: request())
        for attempt in 1..<Self.attempts {
            switch last {
            case .success(let reply) where !reply.isPassing && !isPassing(reply): return last
            // The user has waited long enough for one that is not answered.
            case .failure(let fault) where !fault.isPassing || fault.isLate: return last
            case .success, .failure: try pause(milliseconds: 200 << Int32(attempt))
            }
            last = outcome(of: request())
        }
        return last
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
        // A variable that is set to nothing says no, whatever the file says.
        (environment.variables[variable] ?? setting(key))?.lowercased() == "true"
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

extension HTTPReply {
    /// Whether the same request may be answered otherwise a moment later.
    var isPassing: Bool { status == 429 || status >= 500 }
}

public import Failures
public import HTTP
public import Secrets
public import SigV4

/// A signed request to an AWS service.
public struct ServiceCall: Sendable {
    public let service: AWSService
    /// The region; nil for the region of the environment or the profile.
    public let region: String?
    /// The HTTP method.
    public var method = "POST"
    /// The percent-encoded path, with a leading slash.
    public var path = "/"
    /// Decoded names and values.
    public var query: [CanonicalRequest.Field] = []
    /// The headers to sign besides `Host`.
    public var headers: [CanonicalRequest.Field] = []
    public var body: Secret?
    /// The maximum size of a reply in bytes.
    public var largestReply = 256 * 1_024

    public init(_ service: AWSService, region: String?) {
        self.service = service
        self.region = region
    }
}

extension CredentialLookup {
    /// The scheme and server of a call, for messages.
    ///
    /// - Throws: A `Failure` when no region is known or settings contradict each other.
    public func place(of call: ServiceCall) throws(Failure) -> String {
        HTTPAddress(try endpoint(call.service, region: call.region).url).place
    }

    /// The URL of a service, without a slash at the end.
    ///
    /// - Throws: A `Failure` when no region is known or settings contradict each other.
    public func address(of service: AWSService, region: String?) throws(Failure) -> String {
        try endpoint(service, region: region).url
    }

    /// Signs a call and sends it once. Blocks until the reply arrives, the time is over or the lookup is cancelled.
    ///
    /// - Throws: A `Failure` when no request can be made.
    public func send(
        _ call: ServiceCall, signedBy credentials: Credentials
    ) throws(Failure) -> Result<HTTPReply, HTTPFault> {
        let endpoint = try endpoint(call.service, region: call.region)
        let address = HTTPAddress(endpoint.url + call.path)
        let hash =
            call.body.map { body in body.revealBytes { RequestSignature.payloadHash(of: $0) } }
            ?? RequestSignature.payloadHash(of: [])
        let canonical = CanonicalRequest(
            method: call.method, path: address.path, query: call.query,
            headers: [.init("Host", address.authority)] + call.headers, payloadHash: hash)
        let headers = RequestSignature.sign(
            canonical, with: credentials, at: services.clock(), region: endpoint.region,
            service: call.service.signingName)
        let query = canonical.canonicalQuery
        var request = HTTPRequest(endpoint.url + call.path + (query.isEmpty ? "" : "?" + query))
        request.method = call.method
        request.headers = headers.map { .init($0.name, $0.value) }
        request.body = call.body
        request.largestBody = call.largestReply
        return outcome(of: request)
    }

    /// Waits, unless the lookup is cancelled.
    ///
    /// - Throws: A `Failure` with status `interrupted`.
    public func wait(milliseconds: Int32) throws(Failure) {
        try pause(milliseconds: milliseconds)
    }
}

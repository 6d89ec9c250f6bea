public import Failures
public import HTTP
public import Secrets
public import SigV4

/// A signed request to a service of AWS.
public struct ServiceCall: Sendable {
    /// Which service.
    public let service: AWSService
    /// Where; nil is the region of the environment or the profile.
    public let region: String?
    /// For instance `POST`.
    public var method = "POST"
    /// Percent-encoded, with a slash at its beginning.
    public var path = "/"
    /// Decoded names and values.
    public var query: [CanonicalRequest.Field] = []
    /// Signed as well, besides `Host`.
    public var headers: [CanonicalRequest.Field] = []
    /// What follows the headers.
    public var body: Secret?
    /// The most bytes of a reply.
    public var largestReply = 256 * 1_024

    /// A call without a body.
    public init(_ service: AWSService, region: String?) {
        self.service = service
        self.region = region
    }
}

extension CredentialLookup {
    /// Where a call goes, scheme and server, for messages.
    ///
    /// - Throws: A `Failure`: no region is known, or settings contradict each other.
    public func place(of call: ServiceCall) throws(Failure) -> String {
        HTTPAddress(try endpoint(call.service, region: call.region).url).place
    }

    /// Signs a call and sends it once. Blocks until the reply is there, the time is over, or the lookup is cancelled.
    ///
    /// - Throws: A `Failure` where no request can be made.
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

    /// Waits, unless the lookup is cancelled meanwhile.
    ///
    /// - Throws: A `Failure` with status `interrupted`.
    public func wait(milliseconds: Int32) throws(Failure) {
        try pause(milliseconds: milliseconds)
    }
}

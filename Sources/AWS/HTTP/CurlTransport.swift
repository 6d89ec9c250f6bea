import CCurl
import LocalFiles
import Secrets
public import Threads

/// HTTP over libcurl, which the first request loads.
public struct CurlTransport: HTTPTransport {
    private let variables: [String: String]
    private let authorities: String?

    /// Creates a transport for an environment.
    ///
    /// - Parameters:
    ///   - variables: The environment; the proxy variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` count.
    ///   - authorities: The file of certificate authorities, `AWS_CA_BUNDLE`; nil for the system's.
    public init(variables: [String: String], authorities: String?) {
        self.variables = variables
        self.authorities = authorities
    }

    /// Sends a request; see `HTTPTransport`.
    public func send(_ request: HTTPRequest, cancel: WakeSignal?) throws(HTTPFault) -> HTTPReply {
        let lines = try HeaderLines(request.headers)
        guard qd_http_is_available() != 0 else {
            throw HTTPFault(
                .noLibrary, "libcurl.so.4 is not installed; requests to AWS go through it",
                advice: "install it: apt install libcurl4, or dnf install libcurl")
        }
        if let flaw = HTTPAddress.flaw(request.url) {
            throw HTTPFault(.misconfigured, "the address of a request cannot be used: \(flaw)")
        }
        if let authorities, FileIdentity.of(authorities) == nil {
            throw HTTPFault(
                .untrusted, "the file of certificate authorities does not exist: \(authorities)",
                advice: "correct AWS_CA_BUNDLE, or ca_bundle in the AWS config file")
        }
        let proxy = request.isDirect ? .direct : try ProxyChoice(for: request.url, variables: variables)
        var reply = qd_http_reply()
        defer { qd_http_release(&reply) }
        let end = perform(request, lines, proxy, cancel, &reply)
        guard end == QD_HTTP_ANSWERED else { throw fault(end, reply, request, proxy) }
        if reply.status == 407 { throw refusal(of: proxy, 407) }
        let date = withUnsafeBytes(of: reply.date) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return HTTPReply(
            status: Int(reply.status),
            body: Secret(copying: UnsafeBufferPointer(start: reply.body, count: reply.size)),
            date: date.isEmpty ? nil : date)
    }

    private func perform(
        _ request: HTTPRequest, _ lines: borrowing HeaderLines, _ choice: ProxyChoice, _ cancel: WakeSignal?,
        _ reply: inout qd_http_reply
    ) -> qd_http_end {
        let texts = [
            request.method, request.url, choice.proxy, choice.exceptions, authorities ?? "", Self.hashed ?? "",
        ]
        return CStringArray.withPointers(texts) { texts in
            lines.withPointers { headers in
                Secret.revealing(request.body) { body in
                    guard let texts, let method = texts[0], let url = texts[1], let proxy = texts[2],
                        let exceptions = texts[3]
                    else { return QD_HTTP_BROKEN }
                    var asked = qd_http_request(
                        method: method, url: url, headers: headers, body: body?.baseAddress,
                        body_size: body?.count ?? 0,
                        proxy: proxy, proxy_user: nil, proxy_password: nil, no_proxy: exceptions,
                        ca_file: authorities == nil ? nil : texts[4],
                        ca_directory: Self.hashed == nil ? nil : texts[5],
                        connect_timeout_ms: Int32(request.patience.connecting),
                        timeout_ms: Int32(request.patience.total), largest_head: 64 * 1_024,
                        largest_body: request.largestBody, cancel: cancel?.descriptor ?? -1)
                    return Secret.revealing(choice.user) { user in
                        Secret.revealing(choice.password) { password in
                            asked.proxy_user = user?.baseAddress?.assumingMemoryBound(to: CChar.self)
                            asked.proxy_password = password?.baseAddress?.assumingMemoryBound(to: CChar.self)
                            return qd_http_perform(&asked, &reply)
                        }
                    }
                }
            }
        }
    }

    private func fault(
        _ end: qd_http_end, _ reply: qd_http_reply, _ request: HTTPRequest, _ proxy: ProxyChoice
    ) -> HTTPFault {
        if reply.proxy_status >= 300 { return refusal(of: proxy, reply.proxy_status) }
        let words = withUnsafeBytes(of: reply.problem) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let place = HTTPAddress(request.url).place
        let seconds = Double(request.patience.total) / 1_000
        switch end {
        case QD_HTTP_UNREACHABLE: return HTTPFault(.unreachable, "\(place): \(words)")
        case QD_HTTP_TIMED_OUT where reply.was_connected == 0:
            return HTTPFault(.notReachedInTime, "\(place) cannot be reached: \(words)")
        case QD_HTTP_TIMED_OUT: return HTTPFault(.notAnsweredInTime, "\(place) did not answer in \(seconds) seconds")
        case QD_HTTP_TOO_LARGE:
            return HTTPFault(.tooLarge, "\(place) answered with more than \(request.largestBody) bytes")
        case QD_HTTP_CANCELLED: return HTTPFault(.cancelled, "interrupted")
        case QD_HTTP_UNTRUSTED: return HTTPFault(.untrusted, "\(place): \(words)", advice: trustAdvice(place))
        case QD_HTTP_CUT_OFF: return HTTPFault(.cutOff, "\(place) ended the connection before its reply: \(words)")
        default: return HTTPFault(.broken, "\(place): \(words)")
        }
    }

    /// The error for a proxy that refuses to forward. Source: RFC 9110, 15.5.8.
    private func refusal(of proxy: ProxyChoice, _ status: Int32) -> HTTPFault {
        let (place, form) = (proxy.proxy, "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT")
        guard status == 407 else {
            return HTTPFault(
                .proxyRefused, "the proxy \(place) answered \(status)",
                advice: "ask the proxy's administrator to allow the address, or add it to NO_PROXY")
        }
        let why = proxy.user == nil ? "asks for a user and a password" : "does not accept the user and the password"
        return HTTPFault(.proxyRefused, "the proxy \(place) \(why) (407)", advice: form)
    }

    private func trustAdvice(_ place: String) -> String {
        guard let authorities else {
            return
                "if a proxy inspects TLS here, name its authority: AWS_CA_BUNDLE=FILE; else see what answers at \(place)"
        }
        return "see that \(authorities) (AWS_CA_BUNDLE or ca_bundle) has a valid authority of \(place), or name none"
    }

    /// The system's directory of hashed certificate authorities; nil for libcurl's default.
    private static let hashed: String? = {
        let directory = "/etc/ssl/certs"
        return DirectoryListing.names(directory, atMost: 600).contains { $0.hasSuffix(".0") } ? directory : nil
    }()
}

extension Secret {
    /// Passes the bytes of an optional secret to `body`.
    fileprivate static func revealing<Result>(
        _ secret: Secret?, _ body: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        guard let secret else { return body(nil) }
        return secret.revealBytes { body($0) }
    }
}

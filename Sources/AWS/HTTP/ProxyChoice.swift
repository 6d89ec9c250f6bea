import Secrets

/// The proxy for an address, from the environment's variables.
///
/// Source: Python's `urllib.request.getproxies`, which botocore uses: names in lower case come first, and the address's
/// scheme selects the proxy.
struct ProxyChoice {
    /// Scheme, host and port, without user and password; empty when there is none.
    let proxy: String
    /// The proxy's user and password, NUL-terminated for C.
    let user, password: Secret?
    /// Hosts that bypass the proxy, in libcurl's form.
    let exceptions: String

    private static let ports = [
        "http": 80, "https": 443, "socks4": 1_080, "socks4a": 1_080, "socks5": 1_080, "socks5h": 1_080,
    ]

    /// No proxy.
    static let direct = ProxyChoice()

    private init() {
        (proxy, user, password, exceptions) = ("", nil, nil, "")
    }

    /// - Throws: An `HTTPFault` of the kind `misconfigured` that names the variable and quotes nothing of its value.
    init(for url: String, variables: [String: String]) throws(HTTPFault) {
        func value(_ name: String) -> (name: String, text: String)? {
            [name.lowercased(), name].lazy.compactMap { name in variables[name].map { (name, $0) } }.first {
                !$0.1.isEmpty
            }
        }
        let isEncrypted = url.lowercased().hasPrefix("https:")
        // In a CGI script HTTP_PROXY is the client's `Proxy:` header.
        let isScript = variables["REQUEST_METHOD"] != nil
        let plain = isScript ? variables["http_proxy"].map { ("http_proxy", $0) } : value("HTTP_PROXY")
        exceptions = value("NO_PROXY")?.text ?? ""
        guard let (name, text) = isEncrypted ? value("HTTPS_PROXY") : plain, !text.isEmpty else {
            (proxy, user, password) = ("", nil, nil)
            return
        }
        let flaw: ServerAddress.Flaw
        do throws(ServerAddress.Flaw) {
            let address = try ServerAddress(text)
            let scheme = address.scheme ?? "http"
            guard let port = Self.ports[scheme] else {
                throw ServerAddress.Flaw(reason: "its scheme is not http, https, socks4 or socks5")
            }
            guard address.rest.isEmpty || address.rest == "/" else {
                throw ServerAddress.Flaw(reason: "text follows its host and port; in a password / is written as %2F")
            }
            proxy = "\(scheme)://\(address.host):\(address.port ?? port)"
            user = address.user?.endedForC
            password = address.password?.endedForC
            return
        } catch {
            flaw = error
        }
        throw HTTPFault(
            .misconfigured, "\(name) is not an address of a proxy: \(flaw.reason)",
            advice: "\(name)=http://USER:PASSWORD@HOST:PORT, with special characters of the password as %XX")
    }
}

extension Secret {
    /// The same bytes, NUL-terminated.
    fileprivate var endedForC: Secret {
        var text = SecretBuffer(capacity: count + 1)
        revealBytes { text.append($0) }
        text.append("\0")
        return text.secret(0..<text.count)
    }
}

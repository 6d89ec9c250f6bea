/// Which proxy leads to an address, by the environment's variables.
///
/// Source: Python's `urllib.request.getproxies`, which botocore asks: names in lower case come first, and the proxy is
/// that of the address's scheme.
struct ProxyChoice: Equatable {
    /// The proxy; empty where there is none.
    let proxy: String
    /// Hosts that are reached without it, as libcurl reads them.
    let exceptions: String

    init(for url: String, variables: [String: String]) {
        func value(_ name: String) -> String {
            [name.lowercased(), name].lazy.compactMap { variables[$0] }.first { !$0.isEmpty } ?? ""
        }
        let isEncrypted = url.lowercased().hasPrefix("https:")
        // A web server's script: there HTTP_PROXY is what a visitor says in a `Proxy:` header.
        let isScript = variables["REQUEST_METHOD"] != nil
        proxy = isEncrypted ? value("HTTPS_PROXY") : isScript ? variables["http_proxy"] ?? "" : value("HTTP_PROXY")
        exceptions = value("NO_PROXY")
    }
}

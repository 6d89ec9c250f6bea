/// Why no token can be signed for a name.
public enum EndpointError: Error, Sendable, Equatable {
    case empty
    /// A text with other characters than letters, digits, hyphens and dots.
    case notAHostName(String)
    /// A host name inside a longer text: a URL, for instance.
    case pasted(PastedAddress.Surplus, host: String, port: Int?)
    /// A host name followed by `:port`.
    case includesPort(String, Int)
    /// An IP address.
    case address(String)
    /// This machine: the local end of a tunnel.
    case localhost
    /// An RDS name whose region belongs to another partition than its domain.
    case wrongPartition(String, region: String)
    /// A name outside RDS's domains: perhaps a CNAME.
    case customName(String)

    /// The reason, in one line without a full stop.
    public var reason: String {
        switch self {
        case .empty: "the endpoint is empty"
        // A pasted text may contain a password.
        case .notAHostName(let text):
            PastedAddress.isHarmless(text) ? "\"\(text)\" is not a host name" : "the endpoint is not a host name"
        case .pasted(.scheme, _, _): "the endpoint is a URL, not a host name"
        case .pasted(.user, _, _): "the endpoint has a user or a password in it"
        case .pasted(.blanks, _, _): "the endpoint has blanks around it"
        case .pasted(.path, _, _): "the endpoint has more in it than a host name"
        case .includesPort(let host, let port): "\"\(host):\(port)\" has a port in it"
        case .address(let text): "\(text) is an IP address; a token is signed for a cluster's own name"
        case .localhost: "localhost is the near end of a tunnel; a token is signed for the cluster's own name"
        case .wrongPartition(let host, let region): "\(host) ends as no name in \(region) does"
        case .customName(let host): "\(host) is not an RDS name; a token is refused behind a CNAME or a custom DNS name"
        }
    }

    /// The host, if it may be an alias of an RDS name.
    public var customName: String? {
        if case .customName(let host) = self { host } else { nil }
    }

    /// What to write instead, in one line.
    public var advice: String {
        switch self {
        case .empty, .notAHostName, .wrongPartition:
            "endpoint = \"NAME.cluster-ID.REGION.rds.amazonaws.com\""
        case .pasted(_, let host, let port):
            "endpoint = \"\(host)\"" + (port.map { " and port = \($0)" } ?? "")
        case .includesPort(let host, let port):
            "endpoint = \"\(host)\" and port = \(port)"
        case .address(let text):
            "put the cluster's own name into `endpoint`, and connect_to = \"\(text):PORT\" to dial the address"
        case .localhost:
            "put the cluster's own name into `endpoint`, and connect_to = \"127.0.0.1:PORT\" for the tunnel"
        case .customName:
            "put the cluster's own name (…rds.amazonaws.com) into `endpoint`"
        }
    }
}

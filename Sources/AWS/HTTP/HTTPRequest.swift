public import Secrets

/// A request to an AWS service or to a local endpoint, with its limits.
public struct HTTPRequest: Sendable {
    /// A header. Its value counts as secret, because headers contain tokens and signatures.
    public struct Header: Sendable {
        /// For instance `X-Amz-Date`.
        public let name: String
        /// Without line breaks; a request with one is refused.
        public let value: Secret

        /// A header with a plain value.
        public init(_ name: String, _ value: some StringProtocol) {
            self.init(name, Secret(value))
        }

        /// A header with a secret value.
        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    /// The time limits of a request, in milliseconds.
    public struct Patience: Sendable, Equatable {
        /// For name resolution and connecting.
        public let connecting: Int
        /// For the whole request.
        public let total: Int

        public init(connecting: Int, total: Int) {
            self.connecting = connecting
            self.total = total
        }

        /// For AWS services.
        public static let service = Patience(connecting: 5_000, total: 15_000)
    }

    /// For instance `GET`.
    public var method = "GET"
    /// With `http` or `https`.
    public var url: String
    /// In the order of sending.
    public var headers: [Header] = []
    public var body: Secret?
    public var patience = Patience.service
    /// Whether the request bypasses every proxy: metadata addresses belong to this machine.
    public var isDirect = false
    /// The maximum size of a reply's body in bytes; a larger one is an error.
    public var largestBody = 256 * 1_024

    /// A GET request without headers.
    public init(_ url: String) {
        self.url = url
    }
}

/// A server's reply, whatever its status.
public struct HTTPReply: Sendable {
    /// For instance 200.
    public let status: Int
    /// Counts as secret, because replies contain keys.
    public let body: Secret
    /// The unchanged `Date` header; nil if there was none.
    public let date: String?

    public init(status: Int, body: Secret, date: String? = nil) {
        self.status = status
        self.body = body
        self.date = date
    }
}

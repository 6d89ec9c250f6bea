public import Secrets

/// A request to an AWS service or to a local endpoint, with its limits.
public struct HTTPRequest: Sendable {
    /// A header. Its value counts as secret, as tokens and signatures stand in headers.
    public struct Header: Sendable {
        /// For instance `X-Amz-Date`.
        public let name: String
        /// Without line breaks; a request with one is not sent.
        public let value: Secret

        /// A header of a plain value.
        public init(_ name: String, _ value: some StringProtocol) {
            self.init(name, Secret(value))
        }

        /// A header of a secret.
        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    /// How long each part may take, in milliseconds.
    public struct Patience: Sendable, Equatable {
        /// For finding and reaching the server.
        public let connecting: Int
        /// For everything together.
        public let total: Int

        /// Makes a pair of limits.
        public init(connecting: Int, total: Int) {
            self.connecting = connecting
            self.total = total
        }

        /// For services of AWS.
        public static let service = Patience(connecting: 5_000, total: 15_000)
    }

    /// For instance `GET`.
    public var method = "GET"
    /// With `http` or `https`.
    public var url: String
    /// In the order of sending.
    public var headers: [Header] = []
    /// What is sent after the headers.
    public var body: Secret?
    /// How long it may take.
    public var patience = Patience.service
    /// Whether it goes past every proxy: metadata addresses mean this machine.
    public var isDirect = false
    /// The most bytes of a reply's body that are taken; more of them is an error.
    public var largestBody = 256 * 1_024

    /// A GET request without headers.
    public init(_ url: String) {
        self.url = url
    }
}

/// A server's answer, whatever its status.
public struct HTTPReply: Sendable {
    /// For instance 200.
    public let status: Int
    /// Counts as secret: keys come in replies.
    public let body: Secret

    /// Makes a reply of its parts.
    public init(status: Int, body: Secret) {
        self.status = status
        self.body = body
    }
}

import CPlatform
import CTLS
import Glibc
public import SQLWire
public import Secrets
public import Threads

/// A test login: the steps of a real login on one connection, without SQL. The token is sent only to a server that is
/// verified and requests it.
public struct LoginProbe {
    /// The login.
    public struct Target {
        /// The name that the certificate must have.
        public let host: String
        /// A numeric address.
        public let address: String
        /// The port to dial.
        public let port: Int
        /// The file of the authorities that are trusted.
        public let authorityFile: String
        /// The protocol of the server.
        public let dialect: Dialect
        /// The database user.
        public let user: String
        /// The database to open.
        public let database: String?

        public init(
            host: String, address: String, port: Int, authorityFile: String, dialect: Dialect, user: String,
            database: String?
        ) {
            self.host = host
            self.address = address
            self.port = port
            self.authorityFile = authorityFile
            self.dialect = dialect
            self.user = user
            self.database = database
        }
    }

    /// The reason why a certificate is not trusted.
    public enum Distrust: Sendable, Equatable {
        case unknownAuthority
        case otherName
        case expired
        case notYetValid
    }

    /// A server's response to a login.
    public enum Answer: Sendable, Equatable {
        /// The token was accepted.
        case accepted
        /// The server requests another authentication method with this name; no token was sent.
        case otherMethod(String)
        /// The server rejects the login, with an SQLSTATE or error number, a message, and whether it had the token.
        case refused(code: String, words: String, hadToken: Bool)
        /// The server does not respond; the value tells whether it had the token.
        case silent(hadToken: Bool)
        /// The connection ended without a response; the value tells whether the server had the token.
        case ended(hadToken: Bool)
        /// The user stopped it.
        case stopped
    }

    /// The reason why no login could be tried.
    public enum Obstacle: Error, Sendable, Equatable {
        /// An `errno` of the connection.
        case noConnection(Int32)
        /// The server offers no TLS.
        case noTLS
        /// The server uses another protocol.
        case foreign
        /// The connection ended, or no data arrived, before TLS.
        case lost
        /// The certificate is not trusted: the reason, OpenSSL's message and the issuer's names.
        case untrusted(Distrust, words: String, issuer: String)
        /// The TLS handshake failed, with a message.
        case noHandshake(String)
        /// The authorities or OpenSSL cannot be used, with a message.
        case unusable(String)
    }

    private let target: Target
    private let wake: WakeSignal
    private let milliseconds: Int32

    /// - Parameters:
    ///   - wake: Cancels the probe.
    ///   - milliseconds: The time limit of each step.
    public init(_ target: Target, wake: WakeSignal, milliseconds: Int32 = 5_000) {
        self.target = target
        self.wake = wake
        self.milliseconds = milliseconds
    }

    /// A connection to a verified server.
    public struct Secured: ~Copyable {
        /// The TLS version.
        public let version: String
        /// The name of the authority that verified the server.
        public let authority: String
        /// The last valid day of the certificate, for instance `2027-03-01`.
        public let lastDay: String
        /// When the certificates expire.
        public let ends: CertificateEnds
        let channel: ProbeChannel
    }

    /// Tries a connection. Blocks for at most `milliseconds`. Returns an `errno`, or 0 after a success.
    public static func dial(_ address: String, _ port: Int, milliseconds: Int32) -> Int32 {
        let descriptor = qd_connect(address, Int32(port), milliseconds)
        guard descriptor >= 0 else { return -descriptor }
        close(descriptor)
        return 0
    }

    /// Connects and makes the TLS handshake. Sends no user name. Blocks.
    public func secure() throws(Obstacle) -> Secured {
        let descriptor = qd_connect(target.address, Int32(target.port), milliseconds)
        guard descriptor >= 0 else { throw .noConnection(-descriptor) }
        let offer = TLSOffer(descriptor: descriptor, wake: wake, milliseconds: milliseconds)
        let answer = target.dialect == .postgresql ? offer.postgreSQL() : offer.mySQL()
        guard answer == .made else {
            close(descriptor)
            switch answer {
            case .none: throw .noTLS
            case .foreign: throw .foreign
            case .lost, .made: throw .lost
            }
        }
        let tls = try open(descriptor)
        var facts = qd_tls_facts()
        qd_tls_facts(tls, &facts)
        return Secured(
            version: withUnsafeBytes(of: facts.version) { CText.text(of: $0) },
            authority: withUnsafeBytes(of: facts.authority) { CText.text(of: $0) },
            lastDay: withUnsafeBytes(of: facts.end) { CText.text(of: $0) }, ends: CertificateEnds(facts),
            channel: ProbeChannel(tls: tls, descriptor: descriptor, wake: wake, milliseconds: milliseconds))
    }

    private func open(_ descriptor: Int32) throws(Obstacle) -> OpaquePointer {
        var reason = [CChar](repeating: 0, count: 1_024)
        var cause = QD_TLS_OPENED
        var refusal = qd_tls_refusal()
        let tls = target.host.withCString { host in
            target.authorityFile.withCString { authorities in
                withUnsafeMutablePointer(to: &refusal) { refusal in
                    var request = qd_tls_request()
                    request.descriptor = descriptor
                    request.host = host
                    request.ca_file = authorities
                    request.timeout_ms = milliseconds
                    request.stop_descriptor = wake.descriptor
                    request.refusal = refusal
                    return qd_tls_open(&request, &cause, &reason, reason.count)
                }
            }
        }
        guard let tls else {
            close(descriptor)
            let words = CText.text(of: reason)
            switch cause {
            case QD_TLS_NOT_VERIFIED:
                let issuer = withUnsafeBytes(of: refusal.issuer) { CText.text(of: $0) }
                throw .untrusted(Self.distrust(refusal.error), words: words, issuer: issuer)
            case QD_TLS_BAD_REQUEST, QD_TLS_NO_LIBRARY: throw .unusable(words)
            default: throw .noHandshake(words)
            }
        }
        return tls
    }

    /// Source: x509_vfy.h, which OpenSSL never renumbers.
    private static func distrust(_ error: Int) -> Distrust {
        switch error {
        case 9: .notYetValid
        case 10: .expired
        // The handshake succeeded, but the certificate is for another name.
        case 0, 62: .otherName
        default: .unknownAuthority
        }
    }

    /// Signs in over a secured connection and ends the session. Blocks.
    ///
    /// - Parameter token: The token; nil to stop at the server's request for it.
    public func logIn(_ secured: borrowing Secured, token: Secret?) -> Answer {
        switch target.dialect {
        case .postgresql: PostgreSQLProbe(channel: secured.channel, target: target).logIn(token)
        case .mysql: MySQLProbe(channel: secured.channel, target: target).logIn(token)
        }
    }
}

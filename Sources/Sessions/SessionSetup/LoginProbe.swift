import CPlatform
import CTLS
import Glibc
public import SQLCore
public import Secrets
public import Threads

/// A login that is made to find out how it ends: the steps of a real one, one connection, no SQL. The token is sent only
/// to a server that has proven its name and asks for it.
public struct LoginProbe {
    /// The login.
    public struct Target {
        /// The name that the certificate has to prove.
        public let host: String
        /// A number to dial.
        public let address: String
        /// The port to dial.
        public let port: Int
        /// Who may vouch for the server.
        public let authorityFile: String
        /// What the server speaks.
        public let dialect: Dialect
        /// The database user.
        public let user: String
        /// The database to open.
        public let database: String?

        /// A login of its parts.
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

    /// Why a certificate was not accepted.
    public enum Distrust: Sendable, Equatable {
        case unknownAuthority
        case otherName
        case expired
        case notYetValid
    }

    /// What a server says to a login.
    public enum Answer: Sendable, Equatable {
        /// The token was accepted.
        case accepted
        /// The server asks for another proof than a token; no token was sent. The method's name.
        case otherMethod(String)
        /// The server refuses: its code (SQLSTATE or number), its words, and whether it had the token.
        case refused(code: String, words: String, hadToken: Bool)
        /// The server keeps silent; whether it had the token.
        case silent(hadToken: Bool)
        /// The connection ended without a word; whether the server had the token.
        case ended(hadToken: Bool)
        /// The user stopped it.
        case stopped
    }

    /// How the way to the server ended before the login.
    public enum Obstacle: Error, Sendable, Equatable {
        /// An `errno` of the connection.
        case noConnection(Int32)
        /// The server offers no TLS.
        case noTLS
        /// What answers speaks another protocol.
        case foreign
        /// The connection ended, or nothing came, before TLS.
        case lost
        /// The certificate: why, OpenSSL's words, the names of its issuer.
        case untrusted(Distrust, words: String, issuer: String)
        /// No TLS came about; the words.
        case noHandshake(String)
        /// The authorities or OpenSSL cannot be used; the words.
        case unusable(String)
    }

    private let target: Target
    private let wake: WakeSignal
    private let milliseconds: Int32

    /// - Parameters:
    ///   - wake: Ends it.
    ///   - milliseconds: For each step.
    public init(_ target: Target, wake: WakeSignal, milliseconds: Int32 = 5_000) {
        self.target = target
        self.wake = wake
        self.milliseconds = milliseconds
    }

    /// A connection whose server has proven its name.
    public struct Secured: ~Copyable {
        /// The version of TLS, the authority's name, the certificate's last day.
        public let version: String
        /// The name of the authority that vouched.
        public let authority: String
        /// `2027-03-01`.
        public let lastDay: String
        let channel: ProbeChannel
    }

    /// Whether something accepts connections: an `errno`, or 0. Blocks for at most `milliseconds`.
    public static func dial(_ address: String, _ port: Int, milliseconds: Int32) -> Int32 {
        let descriptor = qd_connect(address, Int32(port), milliseconds)
        guard descriptor >= 0 else { return -descriptor }
        close(descriptor)
        return 0
    }

    /// Dials and makes the TLS handshake. Sends no name of a user. Blocks.
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
            lastDay: withUnsafeBytes(of: facts.end) { CText.text(of: $0) },
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
        // A handshake that succeeded, for another name than the host's.
        case 0, 62: .otherName
        default: .unknownAuthority
        }
    }

    /// Signs in over a secured connection, and out again. Blocks.
    ///
    /// - Parameter token: nil to stop where the server asks for it.
    public func logIn(_ secured: borrowing Secured, token: Secret?) -> Answer {
        switch target.dialect {
        case .postgresql: PostgreSQLProbe(channel: secured.channel, target: target).logIn(token)
        case .mysql: MySQLProbe(channel: secured.channel, target: target).logIn(token)
        }
    }
}

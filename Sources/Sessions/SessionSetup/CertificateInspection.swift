import CPlatform
import CTLS
import Glibc
public import SQLWire
public import Threads

/// Inspects a server's certificate: the beginning of a login, up to the end of the TLS handshake. It sends no user name
/// and no token.
public struct CertificateInspection {
    private let host: String
    private let address: String
    private let port: Int
    private let authorityFile: String
    private let dialect: Dialect
    private let wake: WakeSignal

    public enum Outcome: Sendable, Equatable {
        /// Chain and name are verified: the TLS version, the authority's name, the certificate's last day of validity.
        case verified(version: String, authority: String, lastDay: String, ends: CertificateEnds)
        /// The verification failed; the reason.
        case notVerified(String)
        /// The server offers no TLS.
        case noTLS
        /// The server uses another protocol.
        case foreign
        /// The connection failed with an `errno`.
        case noConnection(Int32)
        /// The authorities, or OpenSSL itself, cannot be used; the reason.
        case unusable(String)
        /// The inspection failed; the reason.
        case failed(String)
    }

    /// - Parameters:
    ///   - host: The name that the certificate must prove.
    ///   - address: The IP address to connect to.
    ///   - authorityFile: The accepted authorities.
    ///   - wake: Ends the inspection.
    public init(
        host: String, address: String, port: Int, authorityFile: String, dialect: Dialect, wake: WakeSignal
    ) {
        self.host = host
        self.address = address
        self.port = port
        self.authorityFile = authorityFile
        self.dialect = dialect
        self.wake = wake
    }

    /// Connects, requests TLS and inspects the certificate. Blocks for at most `milliseconds` in each step.
    public func run(milliseconds: Int32) -> Outcome {
        let descriptor = qd_connect(address, Int32(port), milliseconds)
        guard descriptor >= 0 else { return .noConnection(-descriptor) }
        defer { close(descriptor) }
        let offer = TLSOffer(descriptor: descriptor, wake: wake, milliseconds: milliseconds)
        switch dialect == .postgresql ? offer.postgreSQL() : offer.mySQL() {
        case .made: return shakeHands(descriptor, milliseconds)
        case .none: return .noTLS
        case .foreign: return .foreign
        case .lost: return .failed("the connection ended before TLS began")
        }
    }

    private func shakeHands(_ descriptor: Int32, _ milliseconds: Int32) -> Outcome {
        var reason = [CChar](repeating: 0, count: 1_024)
        var cause = QD_TLS_OPENED
        let session = host.withCString { host in
            authorityFile.withCString { authorities in
                var request = qd_tls_request()
                request.descriptor = descriptor
                request.host = host
                request.ca_file = authorities
                request.timeout_ms = milliseconds
                request.stop_descriptor = wake.descriptor
                return qd_tls_open(&request, &cause, &reason, reason.count)
            }
        }
        guard let session else {
            let text = CText.text(of: reason)
            switch cause {
            case QD_TLS_NOT_VERIFIED: return .notVerified(text)
            case QD_TLS_BAD_REQUEST, QD_TLS_NO_LIBRARY: return .unusable(text)
            default: return .failed(text)
            }
        }
        defer { qd_tls_close(session) }
        var facts = qd_tls_facts()
        qd_tls_facts(session, &facts)
        return .verified(
            version: withUnsafeBytes(of: facts.version) { CText.text(of: $0) },
            authority: withUnsafeBytes(of: facts.authority) { CText.text(of: $0) },
            lastDay: withUnsafeBytes(of: facts.end) { CText.text(of: $0) }, ends: CertificateEnds(facts))
    }
}

/// Text in a C buffer.
enum CText {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    static func text(of characters: [CChar]) -> String {
        text(of: characters.map { UInt8(bitPattern: $0) })
    }
}

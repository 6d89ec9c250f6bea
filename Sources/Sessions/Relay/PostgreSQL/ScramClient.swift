import Secrets
import SigV4

/// The client side of SCRAM-SHA-256, with channel binding where the server offers it.
///
/// Source: RFC 5802, RFC 7677; PostgreSQL, "SCRAM-SHA-256 Authentication".
struct ScramClient {
    static let plain = "SCRAM-SHA-256"
    static let bound = "SCRAM-SHA-256-PLUS"

    private let password: Secret
    private let header: [UInt8]
    private let binding: [UInt8]
    private let nonce: [UInt8]
    private var serverSignature: [UInt8]?
    /// Whether the server has proved that it knows the password, too.
    private(set) var isComplete = false
    /// The chosen mechanism.
    let mechanism: String

    /// More rounds would take a processor for minutes.
    private static let mostIterations = 1_000_000

    /// Chooses the mechanism; nil when the server offers none of the two.
    ///
    /// - Parameter binding: The hash of the server's certificate; empty when it is unknown.
    init?(
        _ password: Secret, offered: [String], binding: [UInt8],
        nonce: [UInt8] = Base64.encoded(DoorPassword.random(18))
    ) {
        let isBound = offered.contains(Self.bound) && !binding.isEmpty
        guard isBound || offered.contains(Self.plain) else { return nil }
        mechanism = isBound ? Self.bound : Self.plain
        // "y" tells a server that this client could have bound the channel, so that the offer cannot be hidden on the way.
        header = Array((isBound ? "p=tls-server-end-point,," : binding.isEmpty ? "n,," : "y,,").utf8)
        self.binding = isBound ? binding : []
        self.password = password
        self.nonce = nonce
    }

    private var firstBare: [UInt8] { Array("n=,r=".utf8) + nonce }

    /// The first message.
    var first: [UInt8] { header + firstBare }

    /// The proof for the server's challenge; nil for a malformed one.
    mutating func answer(_ challenge: [UInt8]) -> [UInt8]? {
        guard let whole = Self.attribute("r", in: challenge), whole.starts(with: nonce), whole.count > nonce.count,
            let salt = Self.attribute("s", in: challenge).flatMap(Base64.decoded),
            let text = Self.attribute("i", in: challenge),
            let iterations = Int(String(decoding: text, as: UTF8.self)), (1...Self.mostIterations).contains(iterations)
        else { return nil }
        let withoutProof =
            Array("c=".utf8) + Base64.encoded(header + binding) + Array(",r=".utf8) + whole
        let comma = [UInt8(ascii: ",")]
        let all = firstBare + comma + challenge + comma + withoutProof
        var bytes = password.revealBytes { Array($0) }
        var salted = MessageDigest.pbkdf2(password: bytes, salt: salt, iterations: iterations)
        var clientKey = MessageDigest.hmacSHA256(key: salted, Array("Client Key".utf8))
        defer {
            for index in bytes.indices { bytes[index] = 0 }
            for index in salted.indices { salted[index] = 0 }
            for index in clientKey.indices { clientKey[index] = 0 }
        }
        let signature = MessageDigest.hmacSHA256(key: MessageDigest.sha256(clientKey), all)
        let serverKey = MessageDigest.hmacSHA256(key: salted, Array("Server Key".utf8))
        serverSignature = MessageDigest.hmacSHA256(key: serverKey, all)
        return withoutProof + Array(",p=".utf8) + Base64.encoded(DoorPassword.xor(clientKey, signature))
    }

    /// Whether the server's last message proves that it knows the password.
    mutating func accepts(_ final: [UInt8]) -> Bool {
        guard let serverSignature, let theirs = Self.attribute("v", in: final).flatMap(Base64.decoded) else {
            return false
        }
        isComplete = DoorPassword.areEqual(theirs, serverSignature)
        return isComplete
    }

    private static func attribute(_ name: Unicode.Scalar, in message: [UInt8]) -> [UInt8]? {
        let mark = [UInt8(ascii: name), UInt8(ascii: "=")]
        let parts = message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return parts.first { $0.starts(with: mark) }.map { Array($0.dropFirst(2)) }
    }
}

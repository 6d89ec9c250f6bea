import SigV4

/// The server side of SCRAM-SHA-256 without channel binding, because the loopback connection has no TLS.
///
/// Source: RFC 5802, RFC 7677; PostgreSQL, "SCRAM-SHA-256 Authentication".
struct ScramExchange {
    static let mechanism = "SCRAM-SHA-256"

    private let password: DoorPassword
    private let nonce: [UInt8]
    private var header: [UInt8] = []
    private var clientFirst: [UInt8] = []
    private var serverFirst: [UInt8] = []
    private var wholeNonce: [UInt8] = []

    init(_ password: DoorPassword, nonce: [UInt8] = Base64.encoded(DoorPassword.random(18))) {
        self.password = password
        self.nonce = nonce
    }

    /// Returns the response to the client's first message; nil for an invalid message.
    mutating func answer(first message: [UInt8]) -> [UInt8]? {
        // "n,," or "y,,": the client does not use channel binding. An authorisation name may stand between the commas.
        let parts = message.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == [UInt8(ascii: "n")] || parts[0] == [UInt8(ascii: "y")] else { return nil }
        header = Array(parts[0]) + [UInt8(ascii: ",")] + Array(parts[1]) + [UInt8(ascii: ",")]
        clientFirst = Array(parts[2])
        guard let theirs = Self.attribute("r", in: clientFirst), !theirs.isEmpty, theirs.count < 256 else { return nil }
        wholeNonce = theirs + nonce
        serverFirst =
            Array("r=".utf8) + wholeNonce + Array(",s=".utf8) + Base64.encoded(password.salt)
            + Array(",i=\(password.iterations)".utf8)
        return serverFirst
    }

    /// Returns the server's signature; nil when the message does not prove the password.
    func answer(final message: [UInt8]) -> [UInt8]? {
        guard let start = Self.proofStart(message), let proof = Base64.decoded(Array(message[(start + 3)...])),
            proof.count == password.storedKey.count
        else { return nil }
        let withoutProof = Array(message[..<start])
        guard Self.attribute("c", in: withoutProof) == Base64.encoded(header),
            Self.attribute("r", in: withoutProof) == wholeNonce
        else { return nil }
        let comma = [UInt8(ascii: ",")]
        let all = clientFirst + comma + serverFirst + comma + withoutProof
        let signature = MessageDigest.hmacSHA256(key: password.storedKey, all)
        let clientKey = DoorPassword.xor(proof, signature)
        guard DoorPassword.areEqual(MessageDigest.sha256(clientKey), password.storedKey) else { return nil }
        return Array("v=".utf8) + Base64.encoded(MessageDigest.hmacSHA256(key: password.serverKey, all))
    }

    /// The position of ",p=", which comes last.
    private static func proofStart(_ message: [UInt8]) -> Int? {
        let mark = Array(",p=".utf8)
        guard message.count > mark.count else { return nil }
        return (0...(message.count - mark.count)).last { Array(message[$0..<($0 + mark.count)]) == mark }
    }

    private static func attribute(_ name: Unicode.Scalar, in message: [UInt8]) -> [UInt8]? {
        let mark = [UInt8(ascii: name), UInt8(ascii: "=")]
        let parts = message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return parts.first { $0.starts(with: mark) }.map { Array($0.dropFirst(2)) }
    }
}

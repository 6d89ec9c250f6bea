import Secrets
import SigV4

/// The answers to a PostgreSQL server that asks for a password within verified TLS.
///
/// Source: PostgreSQL, "Message Flow", Start-up: AuthenticationCleartextPassword, AuthenticationMD5Password,
/// AuthenticationSASL.
struct PostgreSQLPassword {
    let password: Secret
    let user: String
    /// The hash of the server's certificate.
    let binding: [UInt8]
    private var scram: ScramClient?
    private var hasAnswered = false
    private var hasProved = false

    init(_ password: Secret, user: String, binding: [UInt8]) {
        self.password = password
        self.user = user
        self.binding = binding
    }

    /// Whether the server may accept the login now: after SCRAM it has to prove that it knows the password.
    var mayEnd: Bool { scram?.isComplete ?? true }

    /// What to send after a request.
    enum Step {
        case send(Secret)
        case nothing
        /// The request is not part of a login by password.
        case unwanted
    }

    /// - Parameter reader: The rest of the request.
    mutating func step(_ method: Int?, _ reader: inout NetworkReader) -> Step {
        switch method {
        case 3 where !hasAnswered && reader.count == 0:
            hasAnswered = true
            return .send(Self.message(password, isText: true))
        case 5 where !hasAnswered && reader.count == 4:
            hasAnswered = true
            return .send(Self.message(digest(salt: reader.rest()), isText: true))
        case 10 where !hasAnswered:
            hasAnswered = true
            var offered: [String] = []
            while let name = reader.text(), !name.isEmpty, offered.count < 16 {
                offered.append(String(decoding: name, as: UTF8.self))
            }
            guard let client = ScramClient(password, offered: offered, binding: binding) else { return .unwanted }
            scram = client
            let body =
                Array(client.mechanism.utf8) + [0] + NetworkBytes.number(UInt32(client.first.count), 4) + client.first
            return .send(Self.message(Secret(copying: body), isText: false))
        // Once: each answer costs up to a million rounds.
        case 11 where !hasProved:
            hasProved = true
            guard let proof = scram?.answer(reader.rest()) else { return .unwanted }
            return .send(Self.message(Secret(copying: proof), isText: false))
        case 12: return scram?.accepts(reader.rest()) == true ? .nothing : .unwanted
        default: return .unwanted
        }
    }

    /// `md5` and the digest of the server's salt with the digest of password and user, in hexadecimal.
    private func digest(salt: [UInt8]) -> Secret {
        var bytes = password.revealBytes { Array($0) } + Array(user.utf8)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        let inner = Self.hexadecimal(MessageDigest.md5(bytes))
        return Secret(copying: Array("md5".utf8) + Self.hexadecimal(MessageDigest.md5(inner + salt)))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    private static func message(_ body: Secret, isText: Bool) -> Secret {
        let length = body.count + (isText ? 5 : 4)
        var message = SecretBuffer(capacity: length + 1)
        ([UInt8(ascii: "p")] + NetworkBytes.number(UInt32(length), 4)).withUnsafeBytes { message.append($0) }
        body.revealBytes { message.append($0) }
        if isText { message.append("\0" as StaticString) }
        return message.secret(0..<message.count)
    }
}

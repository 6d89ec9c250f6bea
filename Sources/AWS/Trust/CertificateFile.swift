/// The certificates of a PEM text.
///
/// Source: RFC 7468.
public struct CertificateFile: Sendable {
    /// The certificates in the order of the text. Blocks without a certificate are skipped.
    public let certificates: [AuthorityCertificate]
    /// The reason why the text is not a plain list of certificates; nil where it is one.
    public let flaw: String?

    private static let beginning = "-----BEGIN CERTIFICATE-----"
    private static let ending = "-----END CERTIFICATE-----"

    /// Reads a text. Lines outside the blocks are comments, unless they look like HTML or like another block.
    public init(_ bytes: [UInt8]) {
        var found: [AuthorityCertificate] = []
        var flaw: String?
        var block: String?
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = line.drop { $0 == " " || $0 == "\t" }.prefix { !$0.isWhitespace || $0 == " " }
            let mark = String(text.reversed().drop { $0 == " " }.reversed())
            if mark == Self.beginning {
                if block != nil { flaw = flaw ?? "a certificate in it has no end" }
                block = ""
            } else if mark == Self.ending {
                if let certificate = block.flatMap(Self.certificate) {
                    found.append(certificate)
                } else {
                    flaw = flaw ?? "block \(found.count + 1) of it is not a certificate"
                }
                block = nil
            } else if block != nil {
                block? += mark
            } else if mark.hasPrefix("-----") || mark.hasPrefix("<") {
                flaw = flaw ?? "it has more in it than certificates"
            }
        }
        if block != nil { flaw = flaw ?? "it ends within a certificate" }
        certificates = found
        self.flaw = found.isEmpty ? (flaw ?? "there is no certificate in it") : flaw
    }

    private static func certificate(_ text: String) -> AuthorityCertificate? {
        Base64.decoded(text).flatMap(AuthorityCertificate.init)
    }

    /// A certificate as a PEM block.
    static func block(_ certificate: AuthorityCertificate) -> String {
        let text = Array(Base64.encoded(certificate.encoding).utf8)
        let lines = stride(from: 0, to: text.count, by: 64).map { start in
            String(decoding: text[start..<min(start + 64, text.count)], as: UTF8.self)
        }
        return "\(beginning)\n\(lines.joined(separator: "\n"))\n\(ending)\n"
    }
}

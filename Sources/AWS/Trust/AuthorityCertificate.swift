import SigV4
public import Timestamps

/// A certificate of an authority: its encoding, its key and its last day of validity.
///
/// Source: RFC 5280, section 4.1.
public struct AuthorityCertificate: Sendable, Equatable {
    /// The DER encoding.
    public let encoding: [UInt8]
    /// The subject's common name, or its organisation where it has no common name.
    public let name: String
    /// The last moment at which the certificate is valid.
    public let end: Timestamp
    /// SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal.
    public let keyHash: String

    private static let sequence: UInt8 = 0x30

    /// Reads a certificate; nil where the bytes are not exactly one certificate.
    public init?(_ encoding: [UInt8]) {
        var outer = DERReader(encoding[...])
        guard let certificate = outer.next(Self.sequence), outer.isAtEnd else { return nil }
        var parts = DERReader(certificate.content)
        guard let signed = parts.next(Self.sequence), parts.next(Self.sequence) != nil, parts.next(0x03) != nil else {
            return nil
        }
        var fields = DERReader(signed.content)
        guard var serial = fields.next() else { return nil }
        // The version precedes the serial number, except in version 1.
        if serial.tag == 0xA0 {
            guard let number = fields.next() else { return nil }
            serial = number
        }
        guard serial.tag == 0x02, fields.next(Self.sequence) != nil, fields.next(Self.sequence) != nil,
            let validity = fields.next(Self.sequence), let subject = fields.next(Self.sequence),
            let key = fields.next(Self.sequence), let end = Self.end(validity.content)
        else { return nil }
        self.encoding = encoding
        self.end = end
        name = Self.name(subject.content)
        keyHash = RequestSignature.payloadHash(of: key.whole)
    }

    private static func end(_ validity: ArraySlice<UInt8>) -> Timestamp? {
        var reader = DERReader(validity)
        guard reader.next() != nil, let end = reader.next() else { return nil }
        let digits = String(decoding: end.content, as: UTF8.self)
        switch (end.tag, digits.utf8.count) {
        // UTCTime has two digits for the year: 50 to 99 mean 1950 to 1999.
        case (0x17, 13): return moment((digits < "5" ? "20" : "19") + digits)
        case (0x18, 15): return moment(digits)
        default: return nil
        }
    }

    private static func moment(_ digits: String) -> Timestamp? {
        Timestamp(amzDate: "\(digits.prefix(8))T\(digits.dropFirst(8))")
    }

    private static func name(_ subject: ArraySlice<UInt8>) -> String {
        var names: [[UInt8]: String] = [:]
        var sets = DERReader(subject)
        while let set = sets.next(0x31) {
            var pairs = DERReader(set.content)
            guard let pair = pairs.next(sequence) else { continue }
            var halves = DERReader(pair.content)
            guard let kind = halves.next(0x06), let text = halves.next() else { continue }
            names[Array(kind.content)] = String(decoding: text.content, as: UTF8.self)
        }
        // 2.5.4.3 is the common name, 2.5.4.10 the organisation.
        return names[[0x55, 0x04, 0x03]] ?? names[[0x55, 0x04, 0x0A]] ?? ""
    }
}

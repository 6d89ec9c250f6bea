public import Secrets

/// Percent-encoding as AWS signs it: all bytes except `A-Z a-z 0-9 - . _ ~` become `%XX` in upper case.
///
/// Source: RFC 3986 section 2.3; AWS General Reference, "Create a canonical request".
enum PercentEncoding {
    /// Writes the encoded `bytes` to `target`, which must have room for three times as many. Returns the number of
    /// bytes written.
    static func encode(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var next = target
        for byte in bytes {
            // A text is mostly unreserved: it is written first, and a reserved byte is written over.
            next[0] = byte
            if isUnreserved(byte) {
                next += 1
            } else {
                next[0] = UInt8(ascii: "%")
                next[1] = upperDigit(byte >> 4)
                next[2] = upperDigit(byte & 15)
                next += 3
            }
        }
        return next - target
    }

    /// The encoded text; with `keepingSlash`, `/` stays, as in a path.
    static func encode(_ text: String, keepingSlash: Bool = false) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) || keepingSlash && byte == UInt8(ascii: "/") {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), upperDigit(byte >> 4), upperDigit(byte & 15)]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Looks the byte up in two words of bits: `0-9 - .` below 64, and `A-Z a-z _ ~` from there.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 64 ? 0x03FF6000_00000000 : 0x47FFFFFE_87FFFFFE
        return byte < 128 && bits &>> UInt64(byte) & 1 == 1
    }

    private static func upperDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
    }
}

extension SecretBuffer {
    /// Appends the percent-encoded UTF-8 of a text.
    public mutating func appendEncoded(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            append(upTo: 3 * bytes.count) { PercentEncoding.encode(UnsafeRawBufferPointer(bytes), to: $0) }
        }
    }

    /// Appends the percent-encoded bytes of a secret.
    public mutating func appendEncoded(_ secret: Secret) {
        secret.revealBytes { bytes in
            append(upTo: 3 * bytes.count) { PercentEncoding.encode(bytes, to: $0) }
        }
    }

    /// Appends bytes in lower-case hexadecimal digits.
    mutating func appendHexadecimal(_ bytes: UnsafeBufferPointer<UInt8>) {
        append(upTo: 2 * bytes.count) { target in
            for (index, byte) in bytes.enumerated() {
                target[2 * index] = lowerDigit(byte >> 4)
                target[2 * index + 1] = lowerDigit(byte & 15)
            }
            return 2 * bytes.count
        }
    }
}

func lowerDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
}

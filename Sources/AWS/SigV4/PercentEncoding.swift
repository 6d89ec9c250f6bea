public import Secrets

/// Percent-encoding as AWS signs it: all bytes except `A-Z a-z 0-9 - . _ ~` become `%XX` in upper case.
///
/// Source: RFC 3986 section 2.3; AWS General Reference, "Create a canonical request".
enum PercentEncoding {
    /// Writes the encoded `bytes` to `target`, which must have room for three times as many. Returns the number of
    /// bytes written.
    static func encode(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes {
            if isUnreserved(byte) {
                target[count] = byte
                count += 1
            } else {
                target[count] = UInt8(ascii: "%")
                target[count + 1] = upperDigit(byte >> 4)
                target[count + 2] = upperDigit(byte & 15)
                count += 3
            }
        }
        return count
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

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
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

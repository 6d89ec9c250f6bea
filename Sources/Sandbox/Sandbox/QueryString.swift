import SigV4

/// `name=value&name=value`, percent-encoded, as in URLs and forms.
enum QueryString {
    /// The decoded fields in order; nil when an escape or the decoded text is invalid.
    static func fields(_ text: some StringProtocol, plusIsBlank: Bool = false) -> [CanonicalRequest.Field]? {
        var result: [CanonicalRequest.Field] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0], plusIsBlank),
                let value = halves.count == 2 ? decoded(halves[1], plusIsBlank) : ""
            else { return nil }
            result.append(.init(name, value))
        }
        return result
    }

    private static func decoded(_ text: some StringProtocol, _ plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = digit(rest.next()), let low = digit(rest.next()) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        guard let byte else { return nil }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
        default: return nil
        }
    }
}

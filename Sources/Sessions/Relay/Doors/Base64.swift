/// Base64 with padding. Source: RFC 4648, 4.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let digit = alphabet[number >> (18 - 6 * place) & 63]
                result.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return result
    }

    /// Nil for any text that `encoded` does not produce.
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var result: [UInt8] = []
        var number = 0
        for (index, digit) in text.dropLast(padding).enumerated() {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            number = number << 6 | value
            if index % 4 == 3 {
                result += [UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)]
                number = 0
            }
        }
        switch padding {
        case 1: result += [UInt8(number >> 10 & 255), UInt8(number >> 2 & 255)]
        case 2: result.append(UInt8(number >> 4 & 255))
        default: break
        }
        return encoded(result) == text ? result : nil
    }
}

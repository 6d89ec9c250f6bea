import Secrets

/// The address of a proxy or a service, parsed strictly. An ambiguous address is refused, because another parser could
/// see another server in it, or take a part of the password for the server.
///
/// Source: RFC 3986, section 3.2.
struct ServerAddress {
    /// An error in an address, without quoting it.
    struct Flaw: Error, Equatable {
        let reason: String
    }

    /// In lower case; nil when the text has none.
    let scheme: String?
    /// Percent-decoded.
    let user, password: Secret?
    /// As written: a name, an IPv4 address, or an IPv6 address in brackets.
    let host: String
    let port: Int?
    /// From the first slash on, with query and fragment.
    let rest: String

    private static let longest = 4_096

    init(_ text: String) throws(Flaw) {
        guard !text.isEmpty, text.utf8.count <= Self.longest else { throw Flaw(reason: "it is empty, or too long") }
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw Flaw(reason: "a blank, a line break or another character in it has to be written as %XX")
        }
        var remainder = text[...]
        if let mark = remainder.firstRange(of: "://") {
            scheme = remainder[..<mark.lowerBound].lowercased()
            remainder = remainder[mark.upperBound...]
        } else {
            scheme = nil
            if remainder.hasPrefix("//") { remainder = remainder.dropFirst(2) }
        }
        let end = remainder.firstIndex { "/?#\\".contains($0) } ?? remainder.endIndex
        rest = String(remainder[end...])
        // An @ here may follow an unencoded / ? or # of a password.
        guard !rest.contains("@") else {
            throw Flaw(reason: "an @ comes after a / or ? or #; in a password each is written as %XX")
        }
        let parts = remainder[..<end].split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let server = parts.last else {
            throw Flaw(reason: "it has more than one @; in a password it is written as %40")
        }
        let names =
            parts.count == 2 ? parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) : []
        guard scheme != nil || !["http", "https", "socks4", "socks5"].contains(names.first?.lowercased()) else {
            throw Flaw(reason: "its scheme is not followed by ://")
        }
        user = try names.first.map(Self.decoded)
        password = names.count == 2 ? try Self.decoded(names[1]) : nil
        (host, port) = try Self.server(server)
    }

    private static func server(_ text: Substring) throws(Flaw) -> (String, Int?) {
        let isNumber = text.hasPrefix("[")
        let close = isNumber ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.firstIndex(of: ":")
        let name = text[..<(close ?? text.endIndex)]
        let after = text[name.endIndex...]
        let isWhole = isNumber ? name.hasSuffix("]") && name.count > 3 : !name.isEmpty
        let characters = isNumber ? "0123456789abcdefABCDEF:." : nameCharacters
        guard isWhole,
            name.drop(while: { $0 == "[" }).prefix(while: { $0 != "]" }).allSatisfy({ characters.contains($0) })
        else { throw Flaw(reason: "its host is not the name or number of a server") }
        if after.isEmpty { return (String(name), nil) }
        guard after.first == ":", after.count <= 6, after.dropFirst().utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let port = Int(after.dropFirst()), (1...65_535).contains(port)
        else { throw Flaw(reason: "its port is not a number from 1 to 65535") }
        return (String(name), port)
    }

    private static let nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

    /// Percent-decodes a user or a password. A control character would end the header that contains it.
    private static func decoded(_ text: Substring) throws(Flaw) -> Secret {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(rest.prefix(2)) ?? "-", radix: 16) else {
                throw Flaw(
                    reason: "a % in its user or password is not followed by two hexadecimal digits; write % as %25")
            }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Flaw(reason: "its user or password has a control character in it")
        }
        return Secret(copying: bytes)
    }
}

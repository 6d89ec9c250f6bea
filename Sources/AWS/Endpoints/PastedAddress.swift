/// A text in the place of a host name, parsed far enough to find the host. A possible password is never part of the
/// result.
public struct PastedAddress: Sendable {
    /// The extra text beside the host.
    public enum Surplus: Sendable, Equatable {
        case scheme, user, blanks, path
    }

    /// In lower case; nil when it is not certain.
    public let host: String?
    /// 1 to 65535, if the text has one.
    public let port: Int?
    /// The first extra part; nil if the text is only a name.
    public let surplus: Surplus?

    /// Parses a text, for instance `jdbc:postgresql://HOST:5432/orders?user=jane`.
    public init(_ text: String) {
        let trimmed = text.unicodeScalars.drop { $0.properties.isWhitespace }.reversed().drop {
            $0.properties.isWhitespace
        }
        var rest = String(String.UnicodeScalarView(trimmed.reversed()))[...]
        let hadBlanks = rest.unicodeScalars.count != text.unicodeScalars.count
        let scheme = rest.firstRange(of: "://")
        if let scheme { rest = rest[scheme.upperBound...] }
        let at = rest.lastIndex(of: "@")
        if let at { rest = rest[rest.index(after: at)...] }
        let end = rest.firstIndex { "/?#;&, \t\\".contains($0) } ?? rest.endIndex
        let server = rest[..<end].split(separator: ":", omittingEmptySubsequences: false)
        let number = server.count == 2 ? Int(server[1]) : nil
        let isPort = number.map { (1...65_535).contains($0) } ?? false
        // Without a scheme or a user, the text after a colon or a blank may be anything.
        let isSure = server.count == 1 || server.count == 2 && (isPort || server[1].isEmpty)
        let name = server.first.map { $0.lowercased() } ?? ""
        host = isSure && !name.isEmpty ? (name.hasSuffix(".") ? String(name.dropLast()) : name) : nil
        port = isPort ? number : nil
        let hasMore = end != rest.endIndex || server.count > 1
        surplus =
            scheme != nil ? .scheme : at != nil ? .user : hasMore ? .path : hadBlanks ? .blanks : nil
    }

    /// Whether a text contains only characters of names, so that a message may quote it.
    public static func isHarmless(_ text: String) -> Bool {
        text.utf8.count <= 253
            && !text.unicodeScalars.contains { $0.properties.isWhitespace || "@:/?#=;&%\\".unicodeScalars.contains($0) }
    }
}

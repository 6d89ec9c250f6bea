/// A text in the place of a host name, taken apart so far that the host in it can be named. What may be a password is
/// never part of an answer.
public struct PastedAddress: Sendable {
    /// What stands there besides the host.
    public enum Surplus: Sendable, Equatable {
        case scheme, user, blanks, path
    }

    /// In lower case; nil where none can be told for certain.
    public let host: String?
    /// 1 to 65535, where the text has one.
    public let port: Int?
    /// The first part that does not belong there; nil if the text is nothing but a name.
    public let surplus: Surplus?

    /// Takes a text apart, for instance `jdbc:postgresql://HOST:5432/orders?user=jane`.
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
        // Without a scheme or a user, what stands behind a colon or a blank may be anything.
        let isSure = server.count == 1 || server.count == 2 && (isPort || server[1].isEmpty)
        let name = server.first.map { $0.lowercased() } ?? ""
        host = isSure && !name.isEmpty ? (name.hasSuffix(".") ? String(name.dropLast()) : name) : nil
        port = isPort ? number : nil
        let hasMore = end != rest.endIndex || server.count > 1
        surplus =
            scheme != nil ? .scheme : at != nil ? .user : hasMore ? .path : hadBlanks ? .blanks : nil
    }

    /// Whether a text shows nothing but the characters of names, so that it may be repeated in a message.
    public static func isHarmless(_ text: String) -> Bool {
        text.utf8.count <= 253
            && !text.unicodeScalars.contains { $0.properties.isWhitespace || "@:/?#=;&%\\".unicodeScalars.contains($0) }
    }
}

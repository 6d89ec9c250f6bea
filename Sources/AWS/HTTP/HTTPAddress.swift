/// The parts of an `http` or `https` address.
public struct HTTPAddress: Sendable, Equatable {
    /// In lower case; empty when the text has none.
    public let scheme: String
    /// As written, port included: the value of the `Host` header.
    public let authority: String
    /// In lower case, without brackets and port.
    public let host: String
    /// From the first slash on, without the query; `/` at least.
    public let path: String

    /// Splits an address; missing parts are empty.
    public init(_ text: String) {
        let halves = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = halves.count == 2 ? halves[0].lowercased() : ""
        place = Self.place(text, scheme)
        let rest = halves.count == 2 ? halves[1] : halves[0]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        authority = String(rest[..<end])
        let tail = rest[end...]
        let path = tail.prefix { $0 != "?" && $0 != "#" }
        self.path = path.isEmpty ? "/" : String(path)
        let server = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if server.hasPrefix("["), let close = server.firstIndex(of: "]") {
            host = server[server.index(after: server.startIndex)..<close].lowercased()
        } else {
            host = (server.split(separator: ":", omittingEmptySubsequences: false).first ?? "").lowercased()
        }
    }

    /// Scheme and host, for messages. A part that may be secret is omitted.
    public let place: String

    /// Why a text is no address for requests, without quoting it; nil for a plain http or https address without a user.
    public static func flaw(_ text: String) -> String? {
        do throws(ServerAddress.Flaw) {
            let address = try ServerAddress(text)
            guard address.scheme == "http" || address.scheme == "https" else {
                return "it begins with neither https:// nor http://"
            }
            return address.user == nil ? nil : "it has a user or a password in it"
        } catch {
            return error.reason
        }
    }

    /// An address from a file or variable, for messages: without the part before an `@`, which may be a password.
    public static func shown(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let scheme = text.firstRange(of: "://").map { String(text[..<$0.upperBound]) } ?? ""
        return scheme + "…" + text[at...]
    }

    private static func place(_ text: String, _ scheme: String) -> String {
        let mark = scheme.isEmpty ? "" : scheme + "://"
        guard let address = try? ServerAddress(text) else { return mark + "…" }
        return mark + address.host + (address.port.map { ":\($0)" } ?? "")
    }
}

/// The parts of an `http` or `https` address.
public struct HTTPAddress: Sendable, Equatable {
    /// In lower case; empty where the text has none.
    public let scheme: String
    /// As written, a port included: the value of the `Host` header.
    public let authority: String
    /// In lower case, without brackets and port.
    public let host: String
    /// From the first slash on, without the query; `/` at least.
    public let path: String

    /// Takes an address apart; parts that are not there are empty.
    public init(_ text: String) {
        let halves = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = halves.count == 2 ? halves[0].lowercased() : ""
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

    /// Scheme and server, for messages: nothing secret stands there.
    public var place: String {
        let server = authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        return "\(scheme)://\(server)"
    }
}

import HTTP

/// Checks the address and the code of the SSO service before the user sees them.
enum LoginAddress {
    private static let longestAddress = 2_048
    private static let longestCode = 64

    /// Whether a page may be shown: https, or http on this machine, without a user name and without a character that an
    /// address cannot contain.
    static func isFit(_ text: String) -> Bool {
        guard text.utf8.count <= longestAddress,
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && !"\"\\<>`".utf8.contains($0) })
        else { return false }
        let address = HTTPAddress(text)
        guard !address.host.isEmpty, !address.authority.contains("@") else { return false }
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(address.host)
        return address.scheme == "https" || address.scheme == "http" && isLoopback
    }

    /// The address with the code filled in; nil when it may not be shown, or is on another server than the plain page.
    static func complete(_ text: String?, beside page: String) -> String? {
        guard let text, isFit(text) else { return nil }
        let (own, other) = (HTTPAddress(page), HTTPAddress(text))
        return own.scheme == other.scheme && own.authority == other.authority ? text : nil
    }

    /// Whether a code can be read and typed.
    static func isCode(_ text: String) -> Bool {
        (1...longestCode).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}

import HTTP
import Secrets

/// Detects a reply from another server in the service's place: the login page of a network, or a proxy that changes
/// replies.
enum Interception {
    private static let advice =
        "open any web page in a browser, as this network may ask for a login; then see which proxy HTTPS_PROXY names"

    /// Why a reply is not from the service; nil when it may be.
    static func fault(_ reply: HTTPReply, from url: String) -> HTTPFault? {
        let place = HTTPAddress(url).place
        if (300..<400).contains(reply.status) {
            return HTTPFault(
                .intercepted, "\(place) answered \(reply.status), which leads to another page; AWS does not",
                advice: advice)
        }
        let (isCompressed, isPage) = reply.body.revealBytes { bytes in
            let start = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased().drop {
                $0.isWhitespace || $0 == "\u{FEFF}"
            }
            return (bytes.starts(with: [0x1F, 0x8B]), start.hasPrefix("<!doctype html") || start.hasPrefix("<html"))
        }
        if isCompressed {
            return HTTPFault(
                .intercepted, "the reply of \(place) is compressed, which was not asked for",
                advice: "see which proxy changes replies: HTTPS_PROXY, or one of this network's")
        }
        guard isPage, (200..<300).contains(reply.status) else { return nil }
        return HTTPFault(.intercepted, "\(place) answered with a web page", advice: advice)
    }
}

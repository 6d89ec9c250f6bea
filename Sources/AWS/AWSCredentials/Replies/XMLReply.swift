import Secrets

/// The texts of an XML reply by path: the names of the enclosing elements, joined by slashes. Every text counts as
/// secret.
struct XMLReply: Sendable {
    private static let deepest = 32
    private var texts: [String: Secret] = [:]

    /// Parses a whole text; nil when it is not well-formed.
    init?(_ secret: Secret) {
        let isWhole = secret.revealBytes { bytes in
            String(validating: bytes, as: UTF8.self) != nil && read(bytes)
        }
        guard isWhole else { return nil }
    }

    /// The text of the first element at a path, for instance `ErrorResponse/Error/Code`.
    subscript(path: String) -> Secret? { texts[path] }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var pieces = XMLPieces(bytes)
        var path: [String] = []
        var hasRoot = false
        var text = SecretBuffer(capacity: 256)
        while let piece = pieces.next() {
            switch piece {
            case .text(let range):
                guard pieces.decode(range, { text.append($0) }) else { return false }
            case .literal(let range): text.append(pieces.literal(range))
            case .begin(let name):
                guard path.count < Self.deepest, !hasRoot || !path.isEmpty else { return false }
                hasRoot = true
                path.append(name)
                text.clear()
            case .end(let name):
                guard path.last == name else { return false }
                let key = path.joined(separator: "/")
                if texts[key] == nil { texts[key] = text.secret(0..<text.count) }
                path.removeLast()
                text.clear()
            }
        }
        return pieces.isComplete && hasRoot && path.isEmpty
    }
}

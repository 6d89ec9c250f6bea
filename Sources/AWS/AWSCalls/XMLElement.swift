import AWSCredentials

/// An element of an XML reply: its name, its text and its child elements.
public struct XMLElement: Sendable, Equatable {
    public let name: String
    /// The text directly inside the element.
    public internal(set) var text = ""
    /// The child elements in document order.
    public internal(set) var children: [XMLElement] = []

    init(name: String) {
        self.name = name
    }

    /// The first child element with that name.
    public subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the first element at a path of names; nil where there is none or it is empty.
    public func text(_ path: String...) -> String? {
        let found = path.reduce(Optional(self)) { $0?[$1] }?.text
        return found?.isEmpty == true ? nil : found
    }

    /// Whether the text of the first child element with that name is `true`; nil where there is none.
    public func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }

    /// The child elements of the first child element with that name.
    public func list(_ name: String) -> [XMLElement] { self[name]?.children ?? [] }
}

extension XMLElement {
    private static let deepest = 32

    /// Parses a whole document; nil when it is not well-formed UTF-8.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var pieces = XMLPieces(bytes)
        var open: [XMLElement] = []
        var root: XMLElement?
        while let piece = pieces.next() {
            switch piece {
            case .text(let range):
                var text: [UInt8] = []
                guard pieces.decode(range, { text.append(contentsOf: $0) }) else { return nil }
                if !open.isEmpty { open[open.count - 1].text += String(decoding: text, as: UTF8.self) }
            case .literal(let range):
                if !open.isEmpty { open[open.count - 1].text += String(decoding: pieces.literal(range), as: UTF8.self) }
            case .begin(let name):
                guard root == nil, open.count < Self.deepest else { return nil }
                open.append(XMLElement(name: name))
            case .end(let name):
                guard var element = open.popLast(), element.name == name else { return nil }
                // Whitespace between elements is layout.
                if !element.children.isEmpty { element.text = "" }
                if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard pieces.isComplete, open.isEmpty, let root else { return nil }
        self = root
    }
}

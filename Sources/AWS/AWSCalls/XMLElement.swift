/// An element of an XML reply: its name, its text and its child elements.
///
/// The parser handles elements, CDATA sections and the predefined entities, and skips attributes and comments. It
/// rejects a document type declaration, because that could define entities.
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
        var reader = XMLReader(bytes)
        var open: [XMLElement] = []
        var root: XMLElement?
        while let piece = reader.next() {
            switch piece {
            case .text(let text):
                guard !open.isEmpty else { continue }
                open[open.count - 1].text += text
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
        guard reader.isComplete, open.isEmpty, let root else { return nil }
        self = root
    }
}

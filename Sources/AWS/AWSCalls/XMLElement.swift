/// An element of an XML reply: its name, its text, and the elements in it.
///
/// Knows what replies of AWS are made of: elements, attributes and comments, which are left out, CDATA sections, and the
/// predefined entities. A document type, which could define others, is refused.
public struct XMLElement: Sendable, Equatable {
    /// The name as it is written.
    public let name: String
    /// The text directly in it.
    public internal(set) var text = ""
    /// In the order of the document.
    public internal(set) var children: [XMLElement] = []

    init(name: String) {
        self.name = name
    }

    /// The first element of that name in it.
    public subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the first element at a path of names, nil where there is none or it is empty.
    public func text(_ path: String...) -> String? {
        let found = path.reduce(Optional(self)) { $0?[$1] }?.text
        return found?.isEmpty == true ? nil : found
    }

    /// Whether the text of the first element of that name is `true`; nil where there is none.
    public func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }

    /// The elements in the first element of that name.
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
                // The blanks between elements are layout.
                if !element.children.isEmpty { element.text = "" }
                if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard reader.isComplete, open.isEmpty, let root else { return nil }
        self = root
    }
}

/// A name that is compared by its bytes. Swift strings with different Unicode normal forms are equal, but botocore sees
/// two profiles.
struct ExactName: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactName, right: ExactName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// Sections by their exact names.
struct NamedSections: Sendable {
    private var byName: [String: [(name: String, profile: AWSProfile)]] = [:]

    var isEmpty: Bool { byName.isEmpty }
    var names: [String] { byName.values.flatMap { $0.map(\.name) } }

    subscript(name: String) -> AWSProfile? {
        get { byName[name]?.last { ExactName($0.name) == ExactName(name) }?.profile }
        set {
            guard let newValue else { return }
            byName[name, default: []].append((name, newValue))
        }
    }
}

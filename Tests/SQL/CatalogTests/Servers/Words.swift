import Foundation

/// The comparable part of two clients' texts about the same fact: their words.
struct Words {
    private(set) var all: Set<String> = []

    init(_ texts: [String] = []) {
        for text in texts { add(text) }
    }

    mutating func add(_ text: String) {
        // psql writes t and f where the product writes yes and no.
        let text = text == "t" ? "yes" : text == "f" ? "no" : text
        let plain = Self.phrases.reduce(text.lowercased()) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
        all.formUnion(
            plain.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
                .filter { !Self.fillers.contains($0) })
    }

    /// The words that another text lacks.
    func missing(from other: Words) -> Set<String> { all.subtracting(other.all) }

    /// psql's and the product's words for the same fact.
    private static let phrases = [
        ("create role", "creates roles"), ("create db", "creates databases"), ("bypass rls", "bypasses rls"),
        ("cannot login", "cannot log in"), ("no inheritance", "does not inherit"), ("clustered", "cluster"),
        ("no connections", "0 connections"),
    ]

    private static let fillers: Set<String> = ["as", "table", "for"]
}

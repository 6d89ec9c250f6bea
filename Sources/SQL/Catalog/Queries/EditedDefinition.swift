public import Failures

/// A definition that `\ef` or `\ev` loads into the editor.
public struct EditedDefinition: Sendable, Equatable {
    /// One statement with a semicolon.
    public let text: String

    /// Reads the answer to a query for editing.
    ///
    /// - Throws: A failure when no definition or several were found, or when the server lacks that kind.
    public init(_ answer: CatalogRows, _ query: CatalogQuery) throws(Failure) {
        guard let row = answer.rows.first else { throw Failure(.noInput, query.absence ?? "nothing was found") }
        let values = Dictionary(zip(answer.columns, row), uniquingKeysWith: { first, _ in first })
        guard answer.rows.count == 1 else {
            let names = answer.rows.prefix(20).compactMap { $0.first ?? nil }
            throw Failure(
                .usage, "\(query.title) is not the only one of its name", why: names.joined(separator: ", "),
                next: names.first.map { "write the name in full: \($0)" })
        }
        if let refusal = values["Refusal"] ?? nil { throw Failure(.usage, refusal) }
        if let view = values["Create View"] ?? nil {
            text = Self.ended(view.hasPrefix("CREATE ") ? "CREATE OR REPLACE " + view.dropFirst(7) : view)
        } else if let definition = values["Definition"] ?? nil {
            text = Self.ended(definition)
        } else {
            throw Failure(.notPermitted, "the server does not show the definition of \(query.title)")
        }
    }

    private static func ended(_ text: String) -> String {
        let text = text.last == "\n" ? String(text.dropLast()) : text
        return text.hasSuffix(";") ? text : text + ";"
    }
}

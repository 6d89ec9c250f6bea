public import Failures
public import SQLCore

/// `\d NAME`: first which relations are meant, then what is known of each.
public struct DescribeQuery: Sendable, Equatable {
    /// What the user wrote.
    public let pattern: String
    /// Whether more is to be told: `\d+`.
    public let isVerbose: Bool
    /// The server's dialect.
    public let dialect: Dialect
    /// The question to ask first. Its rows go to `queries`.
    public let lookup: CatalogSection

    /// What to ask about each relation found, at most 20 of them.
    ///
    /// - Returns: A failure when there is none, in the words of the server's own client.
    public func queries(for rows: [[String?]]) -> Result<[CatalogQuery], Failure> {
        .success([])
    }
}

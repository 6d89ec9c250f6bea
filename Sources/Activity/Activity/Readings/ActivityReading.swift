public import SQLWire

/// How an engine is looked at: the statements of a sample one after another, and what their answers mean.
///
/// A reading runs nothing itself, so that every step can be tested with answers that are written down.
public protocol ActivityReading: Sendable {
    /// Settings for a session that has just been opened, each a text of its own. A refused one is left out.
    var settings: [String] { get }

    /// Begins a sample.
    ///
    /// - Parameter details: What the sample holds beside the sessions.
    mutating func begin(_ details: Set<SampleDetail>)

    /// The next text to run; nil when the sample is complete.
    mutating func next() -> String?

    /// Handles the answer to the text that `next` gave.
    ///
    /// - Throws: The server's message where there is no sample without that answer.
    mutating func take(_ answer: AnswerTables) throws(ReadingFailure)

    /// What the answers so far mean.
    var sample: ServerSample { get }

    /// The text that ends what a session runs, or the session.
    func ending(_ pid: UInt64, terminates: Bool) -> String

    /// The right that lets the user end sessions, as a statement; nil where the refusal has another reason.
    func rightToEnd(_ refusal: ServerMessage) -> String?
}

/// Why there is no sample.
public struct ReadingFailure: Error, Sendable, Equatable {
    /// What the server said.
    public let text: String
    /// The server's code: an SQLSTATE.
    public let code: String
}

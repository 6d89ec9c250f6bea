public import SQLWire

/// The queries of a sample on one engine, and the interpretation of their answers.
///
/// A reading runs no query itself, so that every step can be tested with recorded answers.
public protocol ActivityReading: Sendable {
    /// Statements that prepare a new session, each run by itself. A rejected one is skipped.
    var settings: [String] { get }

    /// Begins a sample.
    ///
    /// - Parameter details: The parts of the sample besides the sessions.
    mutating func begin(_ details: Set<SampleDetail>)

    /// The next query; nil when the sample is complete.
    mutating func next() -> String?

    /// Handles the answer to the query that `next` returned.
    ///
    /// - Throws: The server's message if there is no sample without that answer.
    mutating func take(_ answer: AnswerTables) throws(ReadingFailure)

    /// The sample from the answers so far.
    var sample: ServerSample { get }

    /// The statement that cancels a session's statement, or terminates the session.
    func ending(_ pid: UInt64, terminates: Bool) -> String

    /// The statement that grants the right to end sessions; nil if the error has another reason.
    func rightToEnd(_ refusal: ServerMessage) -> String?
}

/// The reason why there is no sample.
public struct ReadingFailure: Error, Sendable, Equatable {
    /// The server's message.
    public let text: String
    /// The server's error code, an SQLSTATE.
    public let code: String
}

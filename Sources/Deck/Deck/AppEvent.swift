public import Failures
public import Profiles
public import ScreenKit
public import TerminalUI

/// An event of the deck.
public enum AppEvent: Sendable {
    /// Input from the terminal.
    case input(Input, Moment)
    /// The terminal has another size.
    case resized(Size)
    /// A new second has begun, or the machine has woken up.
    case tick(Moment)
    /// Less than a second has passed: a dialog that just appeared accepts keys from now on.
    case settled(Moment)
    /// Applies a new profile file.
    case profiles(Result<ProfileFile, Failure>, Moment)
    /// The settings were read.
    case settings(DeckSettings, Moment)
    /// The AWS files changed.
    case awsFilesChanged(Moment)
    /// Signing has ended for some clusters.
    case signed([SigningOutcome], Moment)
    /// A password was fetched: the names of its cluster and database user.
    case fetchedPassword(cluster: String, user: String, Moment)
    /// Tokens were dropped because the credentials have changed.
    case dropped([DroppedToken], Moment)
    /// An identity was looked up.
    case identity(IdentityName, Result<IdentityFacts, Failure>, Moment)
    /// A token was written to the clipboard file.
    case copied(RowID, Clipboard)
    /// The clipboard file was removed.
    case wiped(Moment)
    /// Another program has replaced, changed or removed the clipboard file.
    case clipboardLost(Clipboard, Moment)
    /// The requested program uses the terminal now.
    case opened(RowID, Moment)
    /// The requested program, by its number, cannot be started.
    case notOpened(Int, Failure, Moment)
    /// The requested copy failed.
    case notCopied(RowID, Failure, Moment)
    /// A server rejected the login of a program.
    case refused(RowID, Failure, Moment)
    /// A program that used the terminal has ended; its exit code.
    case returned(RowID, program: String, code: Int32, Moment)
    /// The server's certificate was inspected.
    case certificate(RowID, Result<CertificateFacts, Failure>)
    /// One login check has ended, or all have.
    case diagnosed(RowID, Diagnosis, Moment)
    /// The number of open sessions on each cluster.
    case sessions([RowID: Int])
    /// The server versions that open sessions have found.
    case versions([RowID: String])
    /// The clusters with local sockets, and the number of connections of other programs to each.
    case proxies([RowID: Int])
    /// A question for the user.
    case asked(Question, Moment)
    /// The page on which the user confirms a login.
    case invited(LoginPage, Moment)
    /// That login is over, successful or not.
    case loginEnded(LoginPage, Moment)
    /// A message.
    case said(Message)
}

/// The result of signing for a cluster.
public struct SigningOutcome: Sendable {
    public let row: RowID
    /// The facts about the new token, or the failure.
    public let result: Result<TokenFacts, Failure>

    public init(row: RowID, result: Result<TokenFacts, Failure>) {
        self.row = row
        self.result = result
    }
}

/// A token that was dropped because its identity has changed.
public struct DroppedToken: Sendable {
    public let row: RowID
    public let facts: TokenFacts
    /// The change, in words.
    public let reason: String

    public init(row: RowID, facts: TokenFacts, reason: String) {
        self.row = row
        self.facts = facts
        self.reason = reason
    }
}

public struct Clipboard: Sendable, Equatable {
    public let path: String
    /// The name of its format.
    public let format: String
    /// The facts about its token.
    public let facts: TokenFacts
    /// A text that identifies the written version of the file.
    public let stamp: String
    /// The identifier of its record.
    public let record: String

    public init(path: String, format: String, facts: TokenFacts, stamp: String = "", record: String = "") {
        self.path = path
        self.format = format
        self.facts = facts
        self.stamp = stamp
        self.record = record
    }
}

/// The facts about a server's certificate whose chain and name were verified.
public struct CertificateFacts: Sendable, Equatable {
    /// For instance `TLSv1.3`.
    public let version: String
    /// The root authority.
    public let authority: String
    /// The last day of validity: `2027-03-01`.
    public let lastDay: String
    /// The certificates that expire soon.
    public var warnings: [String] = []

    public init(version: String, authority: String, lastDay: String) {
        self.version = version
        self.authority = authority
        self.lastDay = lastDay
    }
}

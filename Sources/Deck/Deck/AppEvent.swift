public import Failures
public import Profiles
public import ScreenKit
public import TerminalUI

/// What happens to the program.
public enum AppEvent: Sendable {
    /// Something came from the terminal.
    case input(Input, Moment)
    /// The terminal has another size.
    case resized(Size)
    /// A second has begun, or the machine has woken up.
    case tick(Moment)
    /// Time has passed, less than a second: a dialog that has just come takes keys from now on.
    case settled(Moment)
    /// The profile file was read.
    case profiles(Result<ProfileFile, Failure>, Moment)
    /// The settings were read.
    case settings(DeckSettings, Moment)
    /// The AWS files changed.
    case awsFilesChanged(Moment)
    /// Signing ended for some clusters, by their identifiers.
    case signed([SigningOutcome], Moment)
    /// Tokens were forgotten, because other credentials would sign now.
    case dropped([DroppedToken], Moment)
    /// An identity was looked at.
    case identity(IdentityName, Result<IdentityFacts, Failure>, Moment)
    /// A token was written to a file.
    case copied(RowID, Clipboard)
    /// The clipboard file is gone.
    case wiped(Moment)
    /// Somebody else has replaced, changed or removed the clipboard file.
    case clipboardLost(Clipboard, Moment)
    /// A program that was asked for has the terminal.
    case opened(RowID, Moment)
    /// A program that was asked for cannot be had, by its number.
    case notOpened(Int, Failure, Moment)
    /// A copy that was asked for cannot be made.
    case notCopied(RowID, Failure, Moment)
    /// A server refused the login of a program.
    case refused(RowID, Failure, Moment)
    /// A program that had the terminal ended: its exit code.
    case returned(RowID, program: String, code: Int32, Moment)
    /// The server's certificate was looked at.
    case certificate(RowID, Result<CertificateFacts, Failure>)
    /// So many sessions are open on each cluster.
    case sessions([RowID: Int])
    /// The user is asked something.
    case asked(Question, Moment)
    /// The user is shown where to confirm a login.
    case invited(LoginPage, Moment)
    /// That login is over, whatever came of it.
    case loginEnded(LoginPage, Moment)
    /// Something to tell.
    case said(Message)
}

/// How signing for a cluster ended.
public struct SigningOutcome: Sendable {
    /// The cluster.
    public let row: RowID
    /// What is known of the new token, or why there is none.
    public let result: Result<TokenFacts, Failure>

    /// An outcome for a cluster.
    public init(row: RowID, result: Result<TokenFacts, Failure>) {
        self.row = row
        self.result = result
    }
}

/// A token that was forgotten because its identity has changed.
public struct DroppedToken: Sendable {
    /// The cluster.
    public let row: RowID
    /// The token.
    public let facts: TokenFacts
    /// What has changed, in words.
    public let reason: String

    /// A token of a cluster.
    public init(row: RowID, facts: TokenFacts, reason: String) {
        self.row = row
        self.facts = facts
        self.reason = reason
    }
}

/// A token in a file.
public struct Clipboard: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Its form, by name.
    public let format: String
    /// The token in it.
    public let facts: TokenFacts
    /// What the file was when it was written; another text when somebody has changed it.
    public let stamp: String
    /// What it is remembered by.
    public let record: String

    /// A token in a file.
    public init(path: String, format: String, facts: TokenFacts, stamp: String = "", record: String = "") {
        self.path = path
        self.format = format
        self.facts = facts
        self.stamp = stamp
        self.record = record
    }
}

/// What is known of a server's certificate after its chain and its name were verified.
public struct CertificateFacts: Sendable, Equatable {
    /// `TLSv1.3`.
    public let version: String
    /// Who vouches for it in the end.
    public let authority: String
    /// The day on which it ends: `2027-03-01`.
    public let lastDay: String

    /// Facts of a certificate.
    public init(version: String, authority: String, lastDay: String) {
        self.version = version
        self.authority = authority
        self.lastDay = lastDay
    }
}

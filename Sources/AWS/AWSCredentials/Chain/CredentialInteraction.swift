public import Failures
public import Secrets

/// A way to ask the user: the terminal of a command, a dialog of the deck.
public protocol CredentialInteraction: Sendable {
    /// Asks for the code that a device shows.
    ///
    /// - Throws: A `Failure` when there is no terminal, or when the user declined.
    func code(for device: MFADevice) throws(Failure) -> Secret

    /// Asks whether the user wants to log in again after a login has expired. On `ownLogin` Quarterdeck performs the
    /// login itself.
    func offer(_ login: LoginOffer) -> LoginChoice

    /// Shows the page on which the user confirms a login.
    func show(_ invitation: LoginInvitation)

    /// Called when the shown login is over, successful or not.
    func close(_ invitation: LoginInvitation)

    /// Shows a line of the standard error of a profile's credential process.
    func tell(_ line: String, of profile: String)

    /// Whether programs that provide credentials may use the user's terminal.
    var sharesTerminal: Bool { get }
}

extension CredentialInteraction {
    /// By default the terminal is not shared.
    public var sharesTerminal: Bool { false }

    /// By default the printed text stays.
    public func close(_ invitation: LoginInvitation) {}
}

public import Failures
public import Secrets

/// Someone who can be asked: the terminal of a command, a dialog of the deck.
public protocol CredentialInteraction: Sendable {
    /// Asks for the code that a device shows.
    ///
    /// - Throws: A `Failure` when there is nobody to ask, or when they declined.
    func code(for device: MFADevice) throws(Failure) -> Secret

    /// Whether the user wants to log in again, now that a login has ended. Where it answers `ownLogin`, Quarterdeck
    /// performs the login itself.
    func offer(_ login: LoginOffer) -> LoginChoice

    /// Shows where the user has to go to confirm a login.
    func show(_ invitation: LoginInvitation)

    /// The login that was shown is over, whatever came of it.
    func close(_ invitation: LoginInvitation)

    /// A line that the credential process of a profile has written to its standard error.
    func tell(_ line: String, of profile: String)

    /// Whether programs on the way may use the terminal that the user types on.
    var sharesTerminal: Bool { get }
}

extension CredentialInteraction {
    /// Nobody shares a terminal who does not say so.
    public var sharesTerminal: Bool { false }

    /// What was printed stays.
    public func close(_ invitation: LoginInvitation) {}
}

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

    /// Something that a program on the way says, for instance a credential process; one line.
    func tell(_ line: String)

    /// Lets a process group read from the terminal, which may be what its program needs. Answers whether it may.
    func lendTerminal(to group: Int32) -> Bool

    /// Ends that.
    func takeTerminalBack()
}

extension CredentialInteraction {
    /// There is no terminal to be lent.
    public func lendTerminal(to group: Int32) -> Bool { false }

    /// There was none.
    public func takeTerminalBack() {}
}

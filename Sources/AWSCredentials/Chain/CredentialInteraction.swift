public import Failures
public import Secrets
public import Timestamps

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

/// A device that shows codes.
public struct MFADevice: Sendable, Equatable {
    /// Its ARN, or a hardware device's number.
    public let serial: String
    /// The role that is to be assumed.
    public let role: String
    /// The profile that asks for it.
    public let profile: String
}

/// A login of IAM Identity Center that has ended, or never began.
public struct LoginOffer: Sendable, Equatable {
    /// The profile that needs it.
    public let profile: String
    /// The session's name, or the start page's address.
    public let session: String
    /// Why it is needed, one line.
    public let reason: String
}

/// What to do about a login that has ended.
public enum LoginChoice: Sendable, Equatable {
    /// Nothing; the search fails and says what to type.
    case decline
    /// Quarterdeck logs in.
    case ownLogin
    /// Another program, `aws sso login`, has logged in.
    case done
}

/// Where a login is confirmed.
public struct LoginInvitation: Sendable, Equatable {
    /// The page to open.
    public let url: String
    /// The page with the code filled in already, where there is one.
    public let completeURL: String?
    /// What the page asks for.
    public let code: String
    /// When it is too late.
    public let end: Timestamp
}

/// Nobody can be asked.
public struct NoInteraction: CredentialInteraction {
    /// Makes a nobody.
    public init() {}

    /// There is nobody.
    public func code(for device: MFADevice) throws(Failure) -> Secret {
        throw Failure(
            .notPermitted, "the role of profile \"\(device.profile)\" asks for an MFA code",
            why: "there is no terminal to ask for the code of \(device.serial) on",
            next: "run the command in a terminal, or log in there first: aws sts get-caller-identity --profile "
                + device.profile)
    }

    /// There is nobody.
    public func offer(_ login: LoginOffer) -> LoginChoice { .decline }

    /// There is nobody.
    public func show(_ invitation: LoginInvitation) {}

    /// There is nobody.
    public func tell(_ line: String) {}
}

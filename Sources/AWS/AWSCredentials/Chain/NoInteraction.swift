public import Failures
public import Secrets

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
                + ShellWords.quoted(device.profile))
    }

    /// There is nobody.
    public func offer(_ login: LoginOffer) -> LoginChoice { .decline }

    /// There is nobody.
    public func show(_ invitation: LoginInvitation) {}

    /// There is nobody.
    public func tell(_ line: String, of profile: String) {}
}

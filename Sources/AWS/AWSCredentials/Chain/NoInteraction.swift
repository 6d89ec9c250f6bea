public import Failures
public import Secrets

/// A non-interactive stand-in: every prompt fails or is declined.
public struct NoInteraction: CredentialInteraction {
    public init() {}

    public func code(for device: MFADevice) throws(Failure) -> Secret {
        throw Failure(
            .notPermitted, "the role of profile \"\(device.profile)\" asks for an MFA code",
            why: "there is no terminal to ask for the code of \(device.serial) on",
            next: "run the command in a terminal, or log in there first: aws sts get-caller-identity --profile "
                + Quoting.shellWord(device.profile))
    }

    public func offer(_ login: LoginOffer) -> LoginChoice { .decline }

    public func show(_ invitation: LoginInvitation) {}

    public func tell(_ line: String, of profile: String) {}
}

import Failures
import Secrets
import Threads

/// A non-interactive stand-in: it records whether a prompt was needed and still shows the output of credential
/// processes.
final class AbsentUser: CredentialInteraction {
    private let asked = Locked(false)
    private let user: any CredentialInteraction

    init(for user: any CredentialInteraction) {
        self.user = user
    }

    /// Whether a code or a login was needed.
    var wasAsked: Bool { asked.withLock { $0 } }

    func code(for device: MFADevice) throws(Failure) -> Secret {
        asked.withLock { $0 = true }
        return try NoInteraction().code(for: device)
    }

    func offer(_ login: LoginOffer) -> LoginChoice {
        asked.withLock { $0 = true }
        return .decline
    }

    func show(_ invitation: LoginInvitation) {}

    func tell(_ line: String, of profile: String) { user.tell(line, of: profile) }
}

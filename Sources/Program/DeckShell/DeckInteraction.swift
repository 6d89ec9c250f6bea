import AWSCredentials
import Deck
import Failures
import Passwords
import Profiles
import ScreenKit
import Secrets
import Threads
import Timestamps

/// Prompts on the deck: a question is a dialog, and the search for credentials waits for it on its own thread.
final class DeckInteraction: CredentialInteraction {
    private struct Waiting {
        let signal: WakeSignal
        var answer: String?
    }

    private let send: @Sendable (AppEvent) -> Void
    private let waiting = Locked<[Int: Waiting]>([:])
    private let last = Locked(0)

    init(send: @escaping @Sendable (AppEvent) -> Void) {
        self.send = send
    }

    /// Sends the typed text; nil when the user declined.
    func answer(_ question: Int, _ text: String?) {
        waiting.withLock { waiting in
            waiting[question]?.answer = text
            waiting[question]?.signal.raise()
        }
    }

    func code(for device: MFADevice) throws(Failure) -> Secret {
        let refusal = device.isAgain ? ["the code was refused; wait for the next one and try again", ""] : []
        let answer = ask(
            title: "MFA code: profile \(device.profile)",
            lines: refusal + ["the code that \(device.serial) shows,", "to assume \(device.role)"], label: "code",
            isSecret: true, isNumber: true, profile: device.profile)
        guard let answer, !answer.isEmpty else {
            throw Failure(
                .interrupted, "no MFA code was given", why: "the role of profile \"\(device.profile)\" asks for one",
                next: "try again, and type the code that \(device.serial) shows")
        }
        return Secret(answer)
    }

    /// Asks for a database user's password.
    func password(for request: PasswordRequest) throws(Failure) -> Secret {
        let answer = ask(
            title: "password: \(request.cluster.name)",
            lines: [
                "the password of the database user \(request.user)", "It stays in memory until the deck ends.",
            ], label: "password", isSecret: true, profile: nil)
        guard let answer, !answer.isEmpty else {
            throw Failure(
                .interrupted, "no password was given for \(request.user) on \(request.cluster.name)",
                next: "try again, and type the password")
        }
        return Secret(answer)
    }

    func offer(_ login: LoginOffer) -> LoginChoice {
        let answer = ask(
            title: "log in to AWS: profile \(login.profile)",
            lines: [login.reason, "Enter logs in: a page and a code are shown. Esc does not."], label: nil,
            isSecret: false, profile: login.profile)
        return answer == nil ? .decline : .ownLogin
    }

    func show(_ invitation: LoginInvitation) {
        send(.invited(Self.page(of: invitation), DeckClock.now))
    }

    func close(_ invitation: LoginInvitation) {
        send(.loginEnded(Self.page(of: invitation), DeckClock.now))
    }

    private static func page(of invitation: LoginInvitation) -> LoginPage {
        LoginPage(
            profile: invitation.profile, url: invitation.completeURL ?? invitation.url, code: invitation.code,
            end: invitation.end)
    }

    func tell(_ line: String, of profile: String) {
        send(.said(Message(.info, "credential process of profile \(profile): \(line)", at: DeckClock.now)))
    }

    private func ask(
        title: String, lines: [String], label: String?, isSecret: Bool, isNumber: Bool = false, profile: String?
    ) -> String? {
        let number = last.withLock { last in
            last += 1
            return last
        }
        let signal = WakeSignal()
        waiting.withLock { $0[number] = Waiting(signal: signal) }
        let question = Question(
            number: number, title: title, lines: lines, label: label, isSecret: isSecret, isNumber: isNumber,
            profile: profile)
        send(.asked(question, DeckClock.now))
        _ = signal.wait(milliseconds: -1)
        return waiting.withLock { $0.removeValue(forKey: number)?.answer }
    }
}

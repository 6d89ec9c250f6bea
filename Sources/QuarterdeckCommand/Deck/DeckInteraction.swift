import Timestamps
import AWSCredentials
import BlockingExecutor
import Failures
import QuarterdeckCore
import Secrets

/// The user at the deck: what a search for credentials asks is a dialog, which the search waits for on its own thread.
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

    /// What was typed; nil where the user declined.
    func answer(_ question: Int, _ text: String?) {
        waiting.withLock { waiting in
            waiting[question]?.answer = text
            waiting[question]?.signal.raise()
        }
    }

    func code(for device: MFADevice) throws(Failure) -> Secret {
        let answer = ask(
            title: "MFA code", lines: ["the code that \(device.serial) shows,", "for \(device.role)"], label: "code",
            isSecret: true)
        guard let answer, !answer.isEmpty else {
            throw Failure(
                .interrupted, "no MFA code was given", why: "the role of profile \"\(device.profile)\" asks for one",
                next: "try again, and type the code that \(device.serial) shows")
        }
        return Secret(answer)
    }

    func offer(_ login: LoginOffer) -> LoginChoice {
        let answer = ask(
            title: "log in to AWS", lines: [login.reason, "Enter logs in: a page and a code are shown. Esc does not."],
            label: nil, isSecret: false)
        return answer == nil ? .decline : .ownLogin
    }

    func show(_ invitation: LoginInvitation) {
        send(
            .invited([
                "open this page in a browser, wherever it runs, and confirm the code:", "",
                invitation.completeURL ?? invitation.url, "",
                "code \(invitation.code), before \(invitation.end.clock) UTC",
            ]))
    }

    func tell(_ line: String) {
        send(.said(Message(.info, "credential process: \(line)", at: DeckClock.now)))
    }

    private func ask(title: String, lines: [String], label: String?, isSecret: Bool) -> String? {
        let number = last.withLock { last in
            last += 1
            return last
        }
        let signal = WakeSignal()
        waiting.withLock { $0[number] = Waiting(signal: signal) }
        send(.asked(Question(number: number, title: title, lines: lines, label: label, isSecret: isSecret)))
        _ = signal.wait(milliseconds: -1)
        return waiting.withLock { $0.removeValue(forKey: number)?.answer }
    }
}

package import AWSCredentials
import Console
package import Failures
import Glibc
import LocalFiles
package import Passwords
import Profiles
import ScreenKit
package import Secrets
import Threads
import Timestamps

/// Prompts on the terminal of a command through `/dev/tty`, wherever standard input and output go. Nothing goes to
/// standard output.
package struct TerminalInteraction: CredentialInteraction {
    private let environment: AWSEnvironment
    private let hasEnded = Locked(false)
    /// Held during a prompt, because there is one terminal.
    private let turn = Locked(())

    package init(_ environment: AWSEnvironment) {
        self.environment = environment
    }

    /// Ends all prompts because another program uses the terminal.
    package func end() {
        hasEnded.withLock { $0 = true }
    }

    private var terminal: Terminal? { hasEnded.withLock { $0 } ? nil : Terminal() }

    package func code(for device: MFADevice) throws(Failure) -> Secret {
        guard let terminal else { return try NoInteraction().code(for: device) }
        let answer = turn.withLock { _ -> Result<Secret, Failure> in
            if device.isAgain { ErrorReport.note("the code was refused; wait for the next one and try again") }
            do throws(Failure) {
                return .success(try terminal.secret(prompt: "MFA code of \(device.serial) for \(device.role): "))
            } catch {
                return .failure(error)
            }
        }
        let code = try answer.get()
        guard !code.isEmpty else {
            throw Failure(
                .notPermitted, "no MFA code was given", why: "the role of profile \"\(device.profile)\" asks for one",
                next: "type the code that \(device.serial) shows")
        }
        return code
    }

    /// Asks for a database user's password.
    package func password(for request: PasswordRequest) throws(Failure) -> Secret {
        let (user, cluster) = (request.user, request.cluster.name)
        guard let terminal else {
            throw Failure(
                .notPermitted, "\(cluster) asks for the password of \(user)",
                why: "`passwords` says \"ask\", and there is no terminal to ask on",
                next: "run the command in a terminal, or write \(user) = \"command:…\" or \"secret:…\"")
        }
        let answer = turn.withLock { _ -> Result<Secret, Failure> in
            do throws(Failure) {
                return .success(try terminal.secret(prompt: "Password of \(user) on \(cluster): ", isPassword: true))
            } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }

    package func offer(_ login: LoginOffer) -> LoginChoice {
        turn.withLock { _ in answer(login) }
    }

    private func answer(_ login: LoginOffer) -> LoginChoice {
        guard let terminal else { return .decline }
        ErrorReport.note(login.reason)
        let program = AWSProgram.thatLogsIn(environment)
        let (question, keys): (String, [(Character, String)]) =
            program == nil
            ? ("Log in now? [Y/n] ", [("y", "yes"), ("n", "no")])
            : (
                "Log in now? [Y] \(login.command)  [c] with a code, here  [n] no: ",
                [("y", "yes"), ("c", "with a code"), ("n", "no")]
            )
        do throws(Failure) {
            switch try terminal.choose(question, keys) {
            case "n": return .decline
            case "c": return .ownLogin
            default: break
            }
            guard let program else { return .ownLogin }
            let status = try terminal.run(
                [program, "sso", "login", "--profile", login.profile], variables: environment.variables)
            return status == 0 ? .done : status == ExitStatus.interrupted.rawValue ? .interrupt : .decline
        } catch {
            return error.status == .interrupted ? .interrupt : .decline
        }
    }

    package func show(_ invitation: LoginInvitation) {
        ErrorReport.note("open \(invitation.completeURL ?? invitation.url) in a browser, wherever it runs")
        ErrorReport.note("and confirm the code \(invitation.code) there before \(invitation.end.clock) UTC")
    }

    package func tell(_ line: String, of profile: String) {
        ErrorReport.note("credential process of profile \(profile): \(line)")
    }

    package var sharesTerminal: Bool { terminal != nil }
}

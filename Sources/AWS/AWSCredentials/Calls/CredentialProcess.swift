import Failures
import Secrets

/// A program that prints credentials.
struct CredentialProcess {
    let words: [String]
    /// Whether the program may ask on the user's terminal, if the search shares it.
    var mayAsk = true
    /// The time limit in milliseconds, if it is shorter than the search's.
    var patience = Int.max

    private static let largestOutput = 256 * 1_024

    /// Runs the program to its end. Returns its output.
    ///
    /// - Throws: A `Failure` when the program cannot be run, fails, or was ended. It contains the program's last line
    ///   of standard error.
    func run(_ lookup: CredentialLookup) throws(Failure) -> Secret {
        let sharesTerminal = mayAsk && lookup.services.interaction.sharesTerminal
        // A user needs time to answer a prompt.
        let allowed = Int64(min(patience, lookup.services.processPatience * (sharesTerminal ? 5 : 1)))
        let process = SecretProcess(
            words: words, variables: lookup.environment.variables, sharesTerminal: sharesTerminal,
            limit: Self.largestOutput, milliseconds: allowed, cancel: lookup.services.cancel)
        let (output, code, lastLine): (Secret, Int32, String?)
        do throws(SecretProcess.Trouble) {
            (output, code, lastLine) = try process.run { line in
                lookup.services.interaction.tell(line, of: lookup.profile)
            }
        } catch {
            throw failure(error)
        }
        guard code != 0 else { return output }
        throw Failure(
            .notPermitted, "the credential process failed",
            why: "\(words[0]) ended with exit code \(code)" + (lastLine.map { ": \($0)" } ?? ""),
            next: "run it by hand to see what it says"
                + (sharesTerminal ? "" : "; it has no terminal here on which it could ask"))
    }

    private func failure(_ trouble: SecretProcess.Trouble) -> Failure {
        switch trouble {
        case .notStarted:
            Failure(
                .badConfiguration, "the credential process cannot be run", why: "\(words[0]): \(trouble.text)",
                next: "correct credential_process")
        case .cancelled: Failure(.interrupted, "interrupted")
        case .tooMuch, .tooLong:
            Failure(
                .unavailable, "the credential process was killed", why: "\(words[0]): \(trouble.text)",
                next: "run it by hand to see what it does")
        }
    }
}

import AWSCredentials
import Failures
import Profiles
import Secrets
import Threads

/// A program that prints a password. The user's shell has no part in it.
struct PasswordCommand {
    let words: [String]
    let request: PasswordRequest

    private static let largestOutput = 65_536

    /// Runs the program. Its output without one newline at the end is the password.
    func run(_ services: PasswordServices, _ cancel: WakeSignal?) throws(Failure) -> Secret {
        let process = SecretProcess(
            words: words, variables: services.variables(), limit: Self.largestOutput,
            milliseconds: services.processMilliseconds, cancel: cancel)
        // Only at the end it is known what must not be shown.
        var lines: [String] = []
        let result: Result<(output: Secret, code: Int32, lastLine: String?), SecretProcess.Trouble>
        do throws(SecretProcess.Trouble) {
            result = .success(
                try process.run { line in if lines.count < Self.mostLines { lines.append(line) } })
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let (output, code, _)):
            let password = Self.withoutNewline(output)
            let filter = SecretFilter(password)
            let shown = lines.map { filter.cleaned($0) }
            for line in shown { services.tell(line, request) }
            guard code == 0 else {
                throw Failure(
                    .notPermitted, "the command for the password of \(request.user) on \(request.cluster.name) failed",
                    why: "\(words[0]) ended with exit code \(code)" + (shown.last.map { ": \($0)" } ?? ""),
                    next: "run it by hand to see what it says; here it has no terminal on which it could ask")
            }
            return password
        case .failure(let trouble): throw failure(trouble)
        }
    }

    private static let mostLines = 20

    private static func withoutNewline(_ output: Secret) -> Secret {
        output.revealBytes { bytes in
            Secret(copying: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...])
        }
    }

    /// What the program wrote to standard error is not shown: it may have written half a password there.
    private func failure(_ trouble: SecretProcess.Trouble) -> Failure {
        let why = "\(words[0]): \(trouble.text)"
        switch trouble {
        case .cancelled: return Failure(.interrupted, "interrupted")
        case .notStarted:
            return Failure(
                .badConfiguration, "the command for the password of \(request.user) cannot be run", why: why,
                next: "correct `passwords` of \(request.cluster.name) in the profile file")
        case .tooMuch, .tooLong:
            return Failure(
                .unavailable, "the command for the password of \(request.user) on \(request.cluster.name) was killed",
                why: why, next: "run it by hand to see what it does")
        }
    }
}

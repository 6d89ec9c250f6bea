import Failures
import Glibc
import LocalFiles

/// Questions to the user on the terminal.
struct TerminalQuestion {
    /// What was not done when the user answers none of them.
    let abandoned: String

    /// Asks until there is an answer; an empty answer selects the default.
    ///
    /// - Throws: A `Failure` at the end of the input.
    func ask(_ text: String, default offered: String?) throws(Failure) -> String {
        while true {
            var prompt = text + (offered.map { " [\($0)]" } ?? "") + ": "
            prompt.withUTF8 { _ = WholeWrite.write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
            guard let line = readLine(strippingNewline: true) else { throw Failure(.interrupted, abandoned) }
            let answer = line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            if !answer.isEmpty { return answer }
            if let offered { return offered }
        }
    }
}

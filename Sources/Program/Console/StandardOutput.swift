package import Failures
import Glibc
import LocalFiles
package import Secrets

/// Standard output, unbuffered, so that no buffer keeps a copy of a secret.
package enum StandardOutput {
    package static func write(_ text: String) throws(Failure) {
        try write(Secret(text))
    }

    /// Writes all bytes of a secret; they leave the program.
    package static func write(_ secret: Secret) throws(Failure) {
        let code = secret.revealBytes { WholeWrite.write($0, to: STDOUT_FILENO) }
        guard code == 0 else {
            throw Failure(.inputOutput, "cannot write to standard output", why: SystemError.text(code))
        }
    }

    /// Ends the process by SIGPIPE, as programs that do not ignore it end when their reader has read enough.
    package static func endByBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(SIGPIPE)
        _exit(128 + SIGPIPE)
    }
}

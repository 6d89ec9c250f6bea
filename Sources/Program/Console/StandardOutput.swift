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
        let code = secret.revealBytes { writeAll($0, to: STDOUT_FILENO) }
        guard code == 0 else {
            throw Failure(.inputOutput, "cannot write to standard output", why: SystemError.text(code))
        }
    }

    /// Writes all bytes. Returns 0 or an errno value.
    package static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return errno }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
    }
}

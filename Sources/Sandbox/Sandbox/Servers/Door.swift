import Failures
import Glibc
import LocalFiles

/// The library that both servers load in the place of Aurora's own token check.
enum Door {
    static let fileName = "libQuarterdeckDoor.so"

    /// Copies the library to a directory that the servers' account can read.
    ///
    /// - Parameter source: The path beside the program, where it was built or installed.
    static func install(from source: String, _ setup: ServerSetup) throws(Failure) {
        guard let bytes = try BoundedFile.read(source, limit: 16 << 20) else {
            throw Failure(
                .unavailable, "the sandbox needs \(fileName)", why: "there is no \(source)",
                next: "swift build -c release, and keep the file beside the program")
        }
        let path = setup.paths.own("lib/\(fileName)")
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o755)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "cannot create \(path)", why: SystemError.text(errno))
        }
        defer { close(descriptor) }
        let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count
        // The dynamic linker only warns about a missing or unreadable library.
        guard isWritten, fchmod(descriptor, 0o755) == 0 else {
            throw Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(errno))
        }
    }
}

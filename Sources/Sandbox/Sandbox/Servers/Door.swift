import Failures
import Glibc
import LocalFiles

/// The library that both servers load instead of what Aurora has in its place.
enum Door {
    static let fileName = "libQuarterdeckDoor.so"

    /// Copies it to where the servers' account can read it.
    ///
    /// - Parameter source: Where it was built or installed, beside the program.
    static func install(from source: String, _ fixture: ThemeFixture) throws(Failure) {
        guard let bytes = try BoundedFile.read(source, limit: 16 << 20) else {
            throw Failure(
                .unavailable, "the sandbox needs \(fileName)", why: "there is no \(source)",
                next: "swift build -c release, and keep the file beside the program")
        }
        let path = fixture.paths.own("lib/\(fileName)")
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o755)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "cannot create \(path)", why: SystemError.text(errno))
        }
        defer { close(descriptor) }
        let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count
        // A missing or unreadable library is only a warning to the dynamic linker.
        guard isWritten, fchmod(descriptor, 0o755) == 0 else {
            throw Failure(.inputOutput, "cannot write \(path)", why: SystemError.text(errno))
        }
    }
}

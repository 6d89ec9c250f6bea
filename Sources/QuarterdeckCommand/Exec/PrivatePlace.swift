import Failures
import Glibc
import LocalFiles

/// A directory of our own for as long as a program runs.
struct PrivatePlace {
    let path: String

    /// Makes it, and removes what a run that was killed has left behind.
    init(_ session: Session) throws(Failure) {
        let base = session.runtimeDirectory
        let directory = try PrivateDirectory(creating: base)
        for name in directory.names(atMost: 1_024) {
            guard name.hasPrefix("exec-"), let process = Int32(name.dropFirst(5)), kill(process, 0) != 0,
                errno == ESRCH
            else { continue }
            Self.remove(base + "/" + name)
        }
        path = "\(base)/exec-\(getpid())"
        Self.remove(path)
        _ = try PrivateDirectory(creating: path)
        guard socket.utf8.count <= 107 else {
            Self.remove(path)
            throw Failure(
                .cannotCreate, "the path \(socket) is too long for a socket", why: "a socket's path ends at 107 bytes",
                next: "XDG_RUNTIME_DIR=/tmp/$USER quarterdeck exec …")
        }
    }

    var socket: String { path + "/mysql.sock" }

    /// Writes a file of mode 0600.
    func write(_ text: String, to name: String) throws(Failure) {
        let directory = try PrivateDirectory(opening: path)
        var failure: Failure?
        Array(text.utf8).withUnsafeBytes { bytes in
            do throws(Failure) {
                try directory.replace(name, expecting: .absent, with: bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    func remove() {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        unlink(path + "/mysql.sock")
        unlink(path + "/" + OptionFile.name)
        rmdir(path)
    }
}

import Failures
import Glibc
import LocalFiles

/// A private directory for the time that a program runs.
struct PrivatePlace {
    let path: String
    private let socketName: String

    /// Creates the directory, and removes directories left by killed processes.
    ///
    /// - Parameter socketName: The name of the socket that the engine's clients expect in a directory.
    init(_ session: Session, socketName: String) throws(Failure) {
        self.socketName = socketName
        let base = session.runtimeDirectory
        let directory = try PrivateDirectory(creating: base)
        for name in directory.names(atMost: 1_024) {
            guard name.hasPrefix("exec-"), let process = Int32(name.dropFirst(5)), kill(process, 0) != 0,
                errno == ESRCH
            else { continue }
            Self.remove(base + "/" + name)
        }
        let usual = "\(base)/exec-\(getpid())"
        if "\(usual)/\(socketName)".utf8.count <= Self.longestSocketPath {
            path = usual
            Self.remove(path)
            _ = try PrivateDirectory(creating: path)
        } else {
            path = try Self.temporary()
        }
    }

    /// Source: unix(7), `sun_path`.
    private static let longestSocketPath = 107

    var socket: String { "\(path)/\(socketName)" }

    /// A directory with a short name, of mode 0700.
    private static func temporary() throws(Failure) -> String {
        var name = Array("/tmp/quarterdeck-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw Failure(.cannotCreate, "cannot make a directory in /tmp", why: SystemError.text(errno))
        }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

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
        guard let directory = try? PrivateDirectory(opening: path) else { return }
        for name in directory.names(atMost: 16) where name == OptionFile.name || isSocketName(name) {
            unlink("\(path)/\(name)")
        }
        rmdir(path)
    }

    private static func isSocketName(_ name: String) -> Bool {
        name == "mysql.sock" || name.hasPrefix(".s.PGSQL.")
    }
}

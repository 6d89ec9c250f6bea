import CPlatform
import Failures
import Glibc
import LocalFiles
import SigV4

/// The paths of a sandbox.
struct SandboxPaths: Sendable {
    /// The state directory that the user chose.
    let top: String
    /// The directory of the servers' own files: the state directory, or another one if the servers' account cannot
    /// enter it.
    let data: String
    /// The path of `data` for the servers, short enough for a socket's path.
    let served: String

    /// The descriptor through which servers reach a state directory with a long path.
    static let directoryDescriptor: Int32 = 200
    private static let longestPath = 70
    private static let elsewhere = "/var/lib/quarterdeck"

    init(state: String, account: ServerAccount) {
        self.init(
            top: state,
            data: !account.isOther || Self.canEnter(state, account)
                ? state
                : "\(Self.elsewhere)/\(RequestSignature.payloadHash(of: Array(state.utf8)).prefix(12))")
    }

    init(top: String, data: String) {
        self.top = top
        self.data = data
        // Blanks, quotes, colons and other characters have a meaning in some option of a server program.
        let isPlain = data.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        served = isPlain && data.utf8.count <= Self.longestPath ? data : "/proc/self/fd/\(Self.directoryDescriptor)"
    }

    var lock: String { top + "/lock" }
    var description: String { top + "/sandbox.json" }
    var config: String { top + "/clusters.toml" }
    var certificateAuthority: String { top + "/ca.pem" }
    var awsConfig: String { top + "/aws/config" }
    var awsCredentials: String { top + "/aws/credentials" }
    var verifierLog: String { top + "/verifier.log" }
    var supervisorLog: String { top + "/supervisor.log" }

    /// A path for the servers.
    func servers(_ path: String) -> String { "\(served)/\(path)" }
    /// The same path for the supervisor.
    func own(_ path: String) -> String { "\(data)/\(path)" }

    /// Directories of the supervisor that the servers may enter.
    private static let ownDirectories = ["tls", "lib", "log", "conf", "door"]
    /// Directories that the servers write to.
    private static let serverDirectories = ["run", "pg", "my"]
    /// All names that a sandbox creates in its two directories: `down` removes only these.
    static let names =
        ownDirectories + serverDirectories + [
            "lock", "servers.lock", "sandbox.json", "env", "clusters.toml", "ca.pem", "aws", "scratch", "verifier.log",
            "supervisor.log", SandboxMarker.name,
        ]

    /// Creates the directories, and the descriptor for a long or unusual path.
    func create(for account: ServerAccount) throws(Failure) {
        try make(top + "/aws", 0o700)
        // For the files of a demo's programs.
        try make(top + "/scratch", 0o700)
        if data != top {
            mkdir(Self.elsewhere, 0o755)
            try make(data, 0o711)
        }
        // The servers' account may enter root's directories but not change them.
        let mode: mode_t = account.isOther ? 0o711 : 0o700
        guard chmod(data, mode) == 0 else { throw Self.unusable(data) }
        for name in Self.ownDirectories { try make(own(name), mode) }
        try make(own("run"), 0o700)
        account.own(own("run"))
        guard served != data else { return }
        let descriptor = open(data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, dup2(descriptor, Self.directoryDescriptor) >= 0 else { throw Self.unusable(data) }
        close(descriptor)
    }

    /// Replaces a directory of the servers by an empty one.
    func renew(_ name: String, for account: ServerAccount) throws(Failure) {
        FileTree.remove(own(name))
        try make(own(name), 0o700)
        account.own(own(name))
    }

    /// Removes all files of a sandbox.
    func removeAll() {
        // Marker and lock are removed last, so that after an interruption the rest is still recognisable as a sandbox.
        let last = [SandboxMarker.name, "lock"]
        for name in Self.names.filter({ !last.contains($0) }) + last {
            FileTree.remove(own(name))
            if data != top { FileTree.remove("\(top)/\(name)") }
        }
        if data != top {
            rmdir(data)
            rmdir(Self.elsewhere)
        }
        rmdir(top)
    }

    /// Whether `path` is an allowed data directory for root's sandbox.
    static func isElsewhere(_ path: String) -> Bool {
        path.hasPrefix(elsewhere + "/") && !path.dropFirst(elsewhere.count + 1).contains("/")
            && path.utf8.count == elsewhere.utf8.count + 13
    }

    /// The descriptors that servers inherit for their paths.
    var inherited: [Int32] { served == data ? [] : [Self.directoryDescriptor] }

    private func make(_ path: String, _ mode: mode_t) throws(Failure) {
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw Self.unusable(path) }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(
                .cannotCreate, "cannot use \(path)", why: "it is not a directory", next: "choose another --state DIR")
        }
    }

    private static func unusable(_ path: String) -> Failure {
        Failure(
            .cannotCreate, "cannot use the directory \(path)", why: SystemError.text(errno),
            next: "choose another --state DIR")
    }

    /// Whether the account may enter every directory above `path`. A directory that does not exist yet will belong to
    /// root.
    private static func canEnter(_ path: String, _ account: ServerAccount) -> Bool {
        path.indices.filter { path[$0] == "/" }.allSatisfy { slash in
            var status = stat()
            guard stat(slash == path.startIndex ? "/" : String(path[..<slash]), &status) == 0 else { return false }
            let bit: mode_t = status.st_uid == account.user ? 0o100 : status.st_gid == account.group ? 0o010 : 0o001
            return status.st_mode & bit != 0
        }
    }
}

import CPlatform
import Failures
import Glibc
import LocalFiles
import SigV4

/// Where the parts of a sandbox stand.
struct SandboxPaths: Sendable {
    /// The state directory that the user knows.
    let top: String
    /// Where the servers' own files are: the state directory, or a place of their own where the account that they run
    /// as cannot enter it.
    let data: String
    /// How the servers name `data`: short enough for a socket's path.
    let served: String

    /// The descriptor under which servers find a state directory with a long path.
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
        // Server programs give meaning to blanks, quotes, colons and more, in one option or another.
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

    /// A path as the servers name it.
    func servers(_ path: String) -> String { "\(served)/\(path)" }
    /// The same file as the supervisor names it.
    func own(_ path: String) -> String { "\(data)/\(path)" }

    /// Directories that stay the supervisor's; the servers may pass through them.
    private static let ownDirectories = ["tls", "lib", "log", "conf", "door"]
    /// Directories that the servers write to.
    private static let serverDirectories = ["run", "pg", "my"]
    /// Everything that a sandbox makes in its two directories: `down` removes this and nothing else.
    static let names =
        ownDirectories + serverDirectories + [
            "lock", "servers.lock", "sandbox.json", "env", "clusters.toml", "ca.pem", "aws", "scratch", "verifier.log",
            "supervisor.log", SandboxMarker.name,
        ]

    /// Makes the directories, and the descriptor that stands for a long or odd path.
    func create(for account: ServerAccount) throws(Failure) {
        try make(top + "/aws", 0o700)
        // For what programs of a demo write.
        try make(top + "/scratch", 0o700)
        if data != top {
            mkdir(Self.elsewhere, 0o755)
            try make(data, 0o711)
        }
        // The servers' account passes through what is root's, and can change nothing there.
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

    /// Makes an empty directory of the servers' in place of what is there.
    func renew(_ name: String, for account: ServerAccount) throws(Failure) {
        FileTree.remove(own(name))
        try make(own(name), 0o700)
        account.own(own(name))
    }

    /// Removes all that a sandbox makes.
    func removeAll() {
        // Marker and lock go last: whatever interrupts this, the rest can still be told from other people's files.
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

    /// Whether `path` is a place that a root's sandbox may have its data at.
    static func isElsewhere(_ path: String) -> Bool {
        path.hasPrefix(elsewhere + "/") && !path.dropFirst(elsewhere.count + 1).contains("/")
            && path.utf8.count == elsewhere.utf8.count + 13
    }

    /// Descriptors that servers inherit for the sake of their paths.
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

    /// Whether the account may pass through every directory above `path`. One that is still to be made will be root's
    /// alone.
    private static func canEnter(_ path: String, _ account: ServerAccount) -> Bool {
        path.indices.filter { path[$0] == "/" }.allSatisfy { slash in
            var status = stat()
            guard stat(slash == path.startIndex ? "/" : String(path[..<slash]), &status) == 0 else { return false }
            let bit: mode_t = status.st_uid == account.user ? 0o100 : status.st_gid == account.group ? 0o010 : 0o001
            return status.st_mode & bit != 0
        }
    }
}

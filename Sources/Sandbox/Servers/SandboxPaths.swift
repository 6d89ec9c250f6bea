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
        top = state
        data =
            !account.isOther || Self.canEnter(state, account)
            ? state : "\(Self.elsewhere)/\(RequestSignature.payloadHash(of: Array(state.utf8)).prefix(12))"
        served = data.utf8.count > Self.longestPath ? "/proc/self/fd/\(Self.directoryDescriptor)" : data
    }

    var lock: String { top + "/lock" }
    var description: String { top + "/sandbox.json" }
    var environment: String { top + "/env" }
    var config: String { top + "/clusters.toml" }
    var certificateAuthority: String { top + "/ca.pem" }
    var awsConfig: String { top + "/aws/config" }
    var awsCredentials: String { top + "/aws/credentials" }
    var verifierLog: String { top + "/verifier.log" }

    /// A path as the servers name it.
    func servers(_ path: String) -> String { "\(served)/\(path)" }
    /// The same file as the supervisor names it.
    func own(_ path: String) -> String { "\(data)/\(path)" }

    /// Makes the directories, and the descriptor that stands for a long path.
    func create(for account: ServerAccount) throws(Failure) {
        var status = stat()
        // Root's own sandbox was handed to the servers' account when it was made.
        if !(account.isOther && lstat(top, &status) == 0 && status.st_uid == account.user) {
            _ = try PrivateDirectory(creating: top)
        }
        _ = try PrivateDirectory(creating: top + "/aws")
        if data != top {
            mkdir(Self.elsewhere, 0o755)
            try makeOwn(data, account)
        } else {
            account.own(top)
        }
        for name in ["run", "tls", "lib", "log"] { try makeOwn(own(name), account) }
        guard served != data else { return }
        let descriptor = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, dup2(descriptor, Self.directoryDescriptor) >= 0 else {
            throw Failure(.cannotCreate, "cannot use the directory \(data)", why: SystemError.text(errno))
        }
        close(descriptor)
    }

    /// Descriptors that servers inherit for the sake of their paths.
    var inherited: [Int32] { served == data ? [] : [Self.directoryDescriptor] }

    private func makeOwn(_ path: String, _ account: ServerAccount) throws(Failure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Failure(.cannotCreate, "cannot create \(path)", why: SystemError.text(errno))
        }
        account.own(path)
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

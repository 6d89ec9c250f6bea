import Failures
import Glibc

/// The account of the servers, which is never root.
struct ServerAccount: Sendable {
    let user: uid_t
    let group: gid_t
    let name: String
    /// Whether the supervisor is root and must change to another user.
    let isOther: Bool

    /// The caller's account; for root, the account of a database package, or `nobody`.
    init() throws(Failure) {
        guard geteuid() == 0 else {
            user = geteuid()
            group = getegid()
            // The user of a container may have no name; the library then uses this one.
            name = getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "quarterdeck"
            isOther = false
            return
        }
        let names = ["postgres", "mysql", "nobody"]
        guard let entry = names.lazy.compactMap({ name in getpwnam(name) }).first else {
            throw Failure(
                .unavailable, "there is no account to run the servers as", why: "PostgreSQL refuses to run as root",
                next: "run the command as an ordinary user")
        }
        user = entry.pointee.pw_uid
        group = entry.pointee.pw_gid
        name = String(cString: entry.pointee.pw_name)
        isOther = true
    }

    /// The supervisor's own account, for starting a child.
    var itself: ServerAccount { ServerAccount(user: geteuid(), group: getegid(), name: name, isOther: false) }

    private init(user: uid_t, group: gid_t, name: String, isOther: Bool) {
        self.user = user
        self.group = group
        self.name = name
        self.isOther = isOther
    }

    /// Makes the account the owner of a file or directory.
    func own(_ path: String) {
        if isOther { _ = lchown(path, user, group) }
    }
}

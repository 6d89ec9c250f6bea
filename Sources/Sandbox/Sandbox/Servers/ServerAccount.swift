import Failures
import Glibc

/// Whom the servers run as: never root.
struct ServerAccount: Sendable {
    let user: uid_t
    let group: gid_t
    let name: String
    /// Whether the supervisor is root and has to become another user for them.
    let isOther: Bool

    /// The caller; for root, the account of a database package, or nobody.
    init() throws(Failure) {
        guard geteuid() == 0 else {
            user = geteuid()
            group = getegid()
            // A container's user may have no name; the door gives it this one.
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

    /// The supervisor's own account, as one to start a child with.
    var itself: ServerAccount { ServerAccount(user: geteuid(), group: getegid(), name: name, isOther: false) }

    private init(user: uid_t, group: gid_t, name: String, isOther: Bool) {
        self.user = user
        self.group = group
        self.name = name
        self.isOther = isOther
    }

    /// Hands a file or directory over to the account.
    func own(_ path: String) {
        if isOther { _ = lchown(path, user, group) }
    }
}

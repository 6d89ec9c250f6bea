import Glibc

/// How many files this process may have open.
package enum OpenFileLimit {
    /// Raises the limit for as many sessions as there may be, as far as the system allows.
    package static func raise(sessions: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        // A session has a socket, wake-ups and the files of its libraries.
        let wanted = rlim_t(256 + sessions * 12)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(limit.rlim_max, wanted)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

import Glibc

/// The signals that a proxy handles. They are blocked before any other thread starts.
enum ProxySignals {
    private static let numbers = [SIGTERM, SIGINT, SIGHUP, SIGUSR1]

    static func block() {
        var set = set()
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits at most one second for a signal; nil when none arrives.
    static func next() -> Int32? {
        var set = set()
        var limit = timespec(tv_sec: 1, tv_nsec: 0)
        let number = sigtimedwait(&set, nil, &limit)
        return number > 0 ? number : nil
    }

    private static func set() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }
}

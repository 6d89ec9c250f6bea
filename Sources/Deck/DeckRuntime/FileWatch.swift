import CPlatform
import LocalFiles
import ScreenKit
import Threads

/// Notices changes of files: written, replaced, created or removed, also through symbolic links. The files need not
/// exist.
public final class FileWatch: Sendable {
    private let paths: [String]
    private let pollMilliseconds: Int32
    private let onChange: @Sendable ([String]) -> Void

    /// Watches files on a thread of its own until the process ends.
    ///
    /// - Parameters:
    ///   - paths: Absolute paths.
    ///   - stamps: The stamps of the files when they were read; nil takes those of now.
    ///   - pollMilliseconds: How often to check the files even without an event, because network file systems report
    ///     none; -1: never.
    ///   - onChange: Called with the paths of the changed files.
    public init(
        _ paths: [String], since stamps: [String]? = nil, pollMilliseconds: Int32 = 5_000,
        onChange: @escaping @Sendable ([String]) -> Void
    ) {
        self.paths = paths
        self.pollMilliseconds = pollMilliseconds
        self.onChange = onChange
        // Taken before `init` returns, so that every later change is noticed.
        let stamps = stamps ?? paths.map(Self.stamp)
        DetachedThread.start { [self] in run(stamps) }
    }

    private func run(_ first: [String]) {
        var stamps = first
        while true {
            let watch = qd_watch_open()
            let route = WatchRoute(paths)
            if watch >= 0 {
                for folder in route.folders { qd_watch_folder(watch, folder) }
            }
            // Changes before the directories were watched.
            report(&stamps)
            // New or replaced directories and links must be watched, too.
            guard watch >= 0 else {
                guard pollMilliseconds > 0 else { return }
                _ = qd_wait(-1, 0, -1, pollMilliseconds)
                continue
            }
            let end = CStringArray.withPointers(Array(route.names)) { qd_watch_wait(watch, $0, pollMilliseconds) }
            qd_watch_close(watch)
            guard end >= 0 else { return }
            // Most programs write in several steps.
            if end == 0 { _ = qd_wait(-1, 0, -1, 50) }
            report(&stamps)
        }
    }

    private func report(_ stamps: inout [String]) {
        let now = paths.map(Self.stamp)
        let changed = paths.indices.filter { now[$0] != stamps[$0] }.map { paths[$0] }
        stamps = now
        if !changed.isEmpty { onChange(changed) }
    }

    /// A text that identifies the current version of a file.
    public static func stamp(_ path: String) -> String {
        guard let (identity, bytes, changed) = FileIdentity.of(path) else { return "-" }
        return "\(identity) \(bytes) \(changed)"
    }
}

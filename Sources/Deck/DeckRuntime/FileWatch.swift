import ScreenKit
import Threads
import CPlatform
import LocalFiles

/// Notices that files change: are written, replaced, made or removed, also where a link leads to them. No file has to be
/// there yet.
public final class FileWatch: Sendable {
    private let paths: [String]
    private let onChange: @Sendable ([String]) -> Void

    /// Watches files, absolute paths, on a thread of its own until the process ends.
    ///
    /// - Parameter onChange: Told the paths of what has changed.
    public init(_ paths: [String], onChange: @escaping @Sendable ([String]) -> Void) {
        self.paths = paths
        self.onChange = onChange
        DetachedThread.start { [self] in run() }
    }

    private func run() {
        var stamps = paths.map(Self.stamp)
        while true {
            let watch = qd_watch_open()
            guard watch >= 0 else { return }
            for folder in Set(paths.flatMap(Self.folders)) { qd_watch_folder(watch, folder) }
            // What changed before the folders were watched.
            report(&stamps)
            // Folders that are made or replaced have to be watched anew.
            let hasEvents = CStringArray.withPointers(names) { qd_watch_wait(watch, $0) } == 0
            qd_watch_close(watch)
            guard hasEvents else { return }
            // Most programs write in several steps.
            _ = qd_wait(-1, 0, -1, 50)
            report(&stamps)
        }
    }

    private func report(_ stamps: inout [String]) {
        let now = paths.map(Self.stamp)
        let changed = paths.indices.filter { now[$0] != stamps[$0] }.map { paths[$0] }
        stamps = now
        if !changed.isEmpty { onChange(changed) }
    }

    /// What a file is at a moment; another text when it has changed.
    public static func stamp(_ path: String) -> String {
        guard let (identity, bytes, changed) = FileIdentity.of(path) else { return "-" }
        return "\(identity) \(bytes) \(changed)"
    }

    /// Names of entries that matter: the files', their targets', and those of folders that are not there yet.
    private var names: [String] {
        Array(Set((paths + paths.compactMap(FilePath.resolved)).flatMap { $0.split(separator: "/").map(String.init) }))
    }

    /// The nearest folder that is there, and that of the file that a link leads to.
    private static func folders(_ path: String) -> [String] {
        var folder = FilePath.parent(of: path).directory
        while folder != "/", FilePath.resolved(folder) == nil { folder = FilePath.parent(of: folder).directory }
        guard let target = FilePath.resolved(path) else { return [folder] }
        return [folder, FilePath.parent(of: target).directory]
    }
}

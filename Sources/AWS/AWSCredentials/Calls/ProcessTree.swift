import Glibc
import LocalFiles

/// A process and all that descend from it.
enum ProcessTree {
    /// Kills them all. Each is stopped before its children are counted, so that it has no more of them afterwards.
    ///
    /// Source: proc(5), /proc/PID/task/TID/children.
    static func kill(_ root: Int32) {
        var found: [Int32] = []
        var open = [root]
        while let process = open.popLast(), found.count < 10_000 {
            Glibc.kill(process, SIGSTOP)
            found.append(process)
            open += children(of: process)
        }
        for process in found { Glibc.kill(process, SIGKILL) }
    }

    private static func children(of process: Int32) -> [Int32] {
        let tasks = "/proc/\(process)/task"
        return DirectoryListing.names(tasks).flatMap { task -> [Int32] in
            let bytes = (try? BoundedFile.read("\(tasks)/\(task)/children", limit: 1 << 20)) ?? nil
            return String(decoding: bytes ?? [], as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        }
    }
}

import Failures
import Glibc
import LocalFiles
public import Timestamps

/// Clipboard files whose token has ended while Quarterdeck was not running.
public enum StaleFiles {
    /// Empties and removes every file that Quarterdeck wrote, that no one has changed since, and whose token has ended
    /// by `now`, with its record. Costs one failed `open` where nothing was ever written.
    ///
    /// - Parameter base: As in `ClipboardFile`.
    /// - Returns: The paths of the removed files.
    @discardableResult
    public static func remove(base: String, now: Timestamp) -> [String] {
        let recordDirectory = base + "/written"
        guard let records = try? PrivateDirectory(opening: recordDirectory) else { return [] }
        var removed: [String] = []
        for name in names(in: recordDirectory) {
            guard let record = ClipboardRecord.load(named: name, in: records), record.expiresAt <= now else { continue }
            if removeFile(of: record) { removed.append(record.path) }
            if case .ownFile(let identity, _) = records.entry(name) { records.remove(name, ifStill: identity) }
        }
        return removed
    }

    private static func removeFile(of record: ClipboardRecord) -> Bool {
        guard let slash = record.path.lastIndex(of: "/") else { return false }
        let name = String(record.path[record.path.index(after: slash)...])
        guard let directory = try? PrivateDirectory(opening: String(record.path[..<slash])) else { return false }
        return record.describes(record.identity, name, in: directory)
            && directory.remove(name, ifStill: record.identity)
    }

    private static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var result: [String] = []
        while let entry = readdir(stream), result.count < 1_000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".json") { result.append(name) }
        }
        return result
    }
}

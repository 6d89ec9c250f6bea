import Failures
import FoundationEssentials
import Glibc
import LocalFiles

/// All records, one file each, in a private directory that one process locks at a time.
struct ClipboardLedger: ~Copyable {
    private let directory: PrivateDirectory
    private static let largestByteCount = 1 << 14
    private static let most = 1_000

    /// Opens or creates the ledger and waits for the lock.
    init(opening path: String) throws(Failure) {
        directory = try PrivateDirectory(creating: path)
        directory.lock()
    }

    /// Opens an existing ledger; nil when there is none, or when another process holds the lock for more than two
    /// seconds.
    init?(existing path: String) {
        guard let directory = try? PrivateDirectory(opening: path) else { return nil }
        guard directory.lock(withinMilliseconds: 2_000) else { return nil }
        self.directory = directory
    }

    borrowing func add(_ record: ClipboardRecord) throws(Failure) {
        guard let data = try? JSONEncoder().encode(record) else {
            throw Failure(.internalError, "a record of the clipboard file cannot be written")
        }
        var outcome: Result<Void, Failure> = .success(())
        data.withUnsafeBytes { bytes in
            do throws(Failure) {
                try directory.replace(
                    Self.name(record), expecting: .absent, with: bytes, by: ".new.\(record.identifier)")
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }

    /// All readable records.
    borrowing func records() -> [ClipboardRecord] {
        var result: [ClipboardRecord] = []
        for name in directory.names(atMost: Self.most) where name.hasSuffix(".json") {
            guard let bytes = directory.read(name, limit: Self.largestByteCount),
                let record = try? JSONDecoder().decode(ClipboardRecord.self, from: Data(bytes)),
                Self.name(record) == name
            else { continue }
            result.append(record)
        }
        return result
    }

    borrowing func remove(_ record: ClipboardRecord) {
        let name = Self.name(record)
        if case .ownFile(let identity, _) = directory.entry(name) { directory.remove(name, ifStill: identity) }
    }

    borrowing func removeRecords(of path: String, except kept: ClipboardRecord) {
        for record in records() where record.path == path && record != kept { remove(record) }
    }

    private static func name(_ record: ClipboardRecord) -> String { record.identifier + ".json" }
}
